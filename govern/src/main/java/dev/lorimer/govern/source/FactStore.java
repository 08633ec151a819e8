package dev.lorimer.govern.source;

import java.util.Optional;

/// Where facts outlive the process. What it gives back was checked against damage, so that a lost
/// or broken entry costs time and nothing else. Whoever can write to it can lie to the judge: it
/// never lies inside of the tree that is judged. Safe for use by several threads.
public interface FactStore {
    Optional<byte[]> find(String key);

    /// Remembers a value; it may be written only by [#flush], and may be forgotten at any time.
    void keep(String key, byte[] value);

    /// Writes what is not written yet. A store that can't be written is no fault of the verdict's.
    void flush();

    /// Whether it is any use to keep something.
    default boolean remembers() {
        return true;
    }

    /// Forgets everything at once.
    static FactStore none() {
        return new FactStore() {
            @Override
            public boolean remembers() {
                return false;
            }

            @Override
            public Optional<byte[]> find(String key) {
                return Optional.empty();
            }

            @Override
            public void keep(String key, byte[] value) {}

            @Override
            public void flush() {}
        };
    }
}
