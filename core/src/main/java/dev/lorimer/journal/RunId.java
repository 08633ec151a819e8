package dev.lorimer.journal;

/// The name of a run: 1 to 40 of `a-z`, `0-9` and `-`, starting with a letter or digit.
public record RunId(String value) {
    public RunId {
        if (!value.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException(
                    "run id \"%s\" is not 1 to 40 of a-z, 0-9 and -; see the runs command for ids"
                            .formatted(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
