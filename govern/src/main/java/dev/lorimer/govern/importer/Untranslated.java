package dev.lorimer.govern.importer;

/// Why a rule has no equal in our language.
final class Untranslated extends RuntimeException {
    Untranslated(String why) {
        super(why);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
