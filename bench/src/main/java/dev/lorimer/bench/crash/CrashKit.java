package dev.lorimer.bench.crash;
public final class CrashKit {
  public static void main(String[] a) throws Exception {
    try (var w = Workplace.make()) {
      long t=System.nanoTime();
      if (a[0].equals("damage")) {
        var o = Damage.of(w, Long.parseLong(a[1]), Integer.parseInt(a[2]));
        System.out.println(o.tried()+" tried in "+(System.nanoTime()-t)/1000000+" ms");
        o.counts().forEach((k,v)->System.out.println(k+" "+v));
        o.findings().forEach(System.out::println);
        return;
      }
      if (a[0].equals("contenders")) {
        for (int[] c : new int[][]{{2,1},{4,5},{5,20}}) { System.out.println(Contenders.once(w,c[0],c[1])); System.out.println(Contenders.churn(w,c[0],c[1],java.time.Duration.ofSeconds(3)));}
        System.out.println(" in "+(System.nanoTime()-t)/1000000+" ms"); return; }
      if (a[0].equals("kills")) { System.out.println(KillLoop.of(w, "a", Long.parseLong(a[1]), Integer.parseInt(a[2]), a[3]));
        System.out.println(" in "+(System.nanoTime()-t)/1000000+" ms"); return; }
      if (a[0].equals("calls")) { var o = FailingCalls.of(w, Long.parseLong(a[1]), Integer.parseInt(a[2]));
        System.out.println(o+" in "+(System.nanoTime()-t)/1000000+" ms"); o.findings().forEach(System.out::println); return; }
      var plan = a[0].equals("long") ? PowerLoss.Plan.lengthy(Long.parseLong(a[1])) : PowerLoss.Plan.brief(Long.parseLong(a[1]), a[2]);
      var o = PowerLoss.of(w, plan, 1000000);
      System.out.println(o.operations()+" ops "+o.acknowledged()+" acked "+o.states()+" states "+o.lossy()+" lossy in "+(System.nanoTime()-t)/1000000+" ms");
      o.findings().forEach(System.out::println);
    }
  }
}
