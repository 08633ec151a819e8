package dev.lorimer.bench.crash;
public final class CrashKit {
  public static void main(String[] a) throws Exception {
    try (var w = Workplace.make()) {
      var plan = a[0].equals("long") ? PowerLoss.Plan.lengthy(Long.parseLong(a[1])) : PowerLoss.Plan.brief(Long.parseLong(a[1]), a[2]);
      long t=System.nanoTime();
      var o = PowerLoss.of(w, plan, 1000000);
      System.out.println(o.operations()+" ops "+o.acknowledged()+" acked "+o.states()+" states "+o.lossy()+" lossy in "+(System.nanoTime()-t)/1000000+" ms");
      o.findings().forEach(System.out::println);
    }
  }
}
