package dev.lorimer.models;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The ids of calls as one request carries them.
///
/// A server takes only ids of its own form, and some refuse one that comes twice in a conversation.
/// What does not fit is replaced by a hash of it, alike in call and result. The same beginning of a
/// conversation always gets the same ids, so that the provider's cache finds it again.
final class SentIds {
    private final Predicate<String> legal;
    private final UnaryOperator<String> hash;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, String> latest = new HashMap<>();

    SentIds(Predicate<String> legal) {
        this(legal, CallIds::hashed);
    }

    /// @param hash makes a legal id of any other
    SentIds(Predicate<String> legal, UnaryOperator<String> hash) {
        this.legal = legal;
        this.hash = hash;
    }

    /// The id of a call; calls are given in the order of the conversation.
    String call(String id) {
        String sent = legal.test(id) ? id : hash.apply(id);
        for (int again = 2; !taken.add(sent); again++) {
            sent = hash.apply(id + "#" + again);
        }
        latest.put(id, sent);
        return sent;
    }

    /// The id that the latest call of that id was sent with.
    String result(String id) {
        return latest.getOrDefault(id, id);
    }
}
