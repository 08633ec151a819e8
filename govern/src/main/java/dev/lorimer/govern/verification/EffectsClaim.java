package dev.lorimer.govern.verification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every effect was intended before it happened, happened once, and has a known outcome; and no
/// file changed but by one.
final class EffectsClaim {
    private final Matter matter;
    private final Tally tally = new Tally("effects");
    private final Map<String, Event> open = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private final Set<String> onAPersonsWord = new HashSet<>();
    private String tree;
    private int effects;

    private EffectsClaim(Matter matter) {
        this.matter = matter;
        this.tree = matter.base();
    }

    static Claim of(Matter matter) {
        return new EffectsClaim(matter).claim();
    }

    private Claim claim() {
        for (var event : matter.history().events()) {
            switch (event.kind()) {
                case "intended" -> intended(event);
                case "settled" -> settled(event);
                case "refused" -> refused(event);
                case "recovered" -> open.remove(event.call());
                case "undone" -> undone(event);
                case "answered" -> answered(event);
                default -> {}
            }
        }
        open.values()
                .forEach(event ->
                        tally.open(
                                "nobody knows what became of call %s (%s): it was intended and has no outcome"
                                        .formatted(event.call(), summary(event))));
        return tally.claim(
                "%s effects, each intended first and with a known outcome".formatted(effects));
    }

    private void intended(Event event) {
        effects++;
        var call = matter.history().call(event.call());
        if (call.isEmpty()) {
            tally.fails("%s: the model made no call %s".formatted(event.place(), event.call()));
        }
        tools(event, call);
        if (open.containsKey(event.call()) || done.contains(event.call())) {
            tally.fails(
                    "%s: call %s is made a second time while its first outcome stands"
                            .formatted(event.place(), event.call()));
        }
        var intent = event.body().path("intent");
        if (!intent.path("before").asString("").equals(tree)) {
            tally.fails(
                    "%s: the files were at tree %s, not at \"%s\""
                            .formatted(event.place(), tree, intent.path("before").asString("")));
        }
        var key = digest(matter.transcript().run() + "/" + event.call());
        if (!intent.path("key").asString("").equals(key)) {
            tally.fails("%s: its key is not the one of this call".formatted(event.place()));
        }
        open.put(event.call(), event);
    }

    private void tools(Event event, Optional<RunHistory.Call> call) {
        var allowed = matter.intent().map(intent -> intent.scope().tools());
        if (call.isPresent()
                && allowed.filter(all -> !all.contains(call.get().tool())).isPresent()) {
            tally.fails(
                    "%s: tool \"%s\" is none of those that were meant"
                            .formatted(event.place(), call.get().tool()));
        }
    }

    private void settled(Event event) {
        var intent = Optional.ofNullable(open.remove(event.call()));
        var after = event.text("tree");
        if (intent.isEmpty() && !after.equals(tree)) {
            tally.fails(
                    "%s: files changed from tree %s to %s, and nothing was intended"
                            .formatted(event.place(), tree, after));
        }
        if (done.contains(event.call())) {
            tally.fails("%s: call %s has two outcomes".formatted(event.place(), event.call()));
        }
        done.add(event.call());
        var status = event.body().path("result").path("status").asString("");
        boolean traceless =
                intent.map(one -> one.body().path("intent").path("effect").asString(""))
                        .filter(effect -> effect.equals("PURE") || effect.equals("STAGED"))
                        .isPresent();
        if (status.equals("UNKNOWN") && !traceless) {
            tally.open(
                    "nobody knows whether call %s happened (%s)"
                            .formatted(
                                    event.call(),
                                    intent.map(EffectsClaim::summary).orElse("no intent")));
        } else if (onAPersonsWord.contains(event.call())) {
            tally.waived(
                    "that call %s happened is a person's word, not the world's"
                            .formatted(event.call()));
        }
        tree = after;
    }

    /// Refused before it happened, or put back: either way it left nothing in the files.
    private void refused(Event event) {
        open.remove(event.call());
        done.add(event.call());
    }

    private void undone(Event event) {
        if (event.body().path("result").path("status").asString("").equals("DONE")) {
            open.remove(event.call());
            done.remove(event.call());
        }
    }

    private void answered(Event event) {
        switch (event.body().path("answer").path("type").asString("")) {
            case "Done" -> onAPersonsWord.add(event.call());
            case "NotDone" ->
                    tally.waived(
                            "that call %s had not happened, before it was made again, is the word of \"%s\""
                                    .formatted(event.call(), event.text("by")));
            default -> {}
        }
    }

    private static String summary(Event intended) {
        return intended.body().path("intent").path("summary").asString("");
    }

    /// The first 128 bits of SHA-256, as keys of calls have them.
    static String digest(String text) {
        try {
            var bytes =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
