package dev.lorimer.models;

/// A provider's key. It prints as a mask, and only the code that fills in the request header can
/// see it.
public final class ApiKey {
    /// Real keys have 20 to 300 letters; more is the wrong file, and no header takes it.
    private static final int LETTERS_MAX = 4096;

    /// Shorter texts are placeholders such as "x" for servers that need no key; masking every "x"
    /// of a message would hide the message and protect nothing.
    private static final int SECRET_LETTERS_MIN = 4;

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    /// @param text the key; blanks around it are dropped, as files end with a line break
    /// @param source where it comes from, for messages: the name of a variable or file
    /// @throws ModelSpecException when it can not be a key; the message never shows it
    public static ApiKey of(String text, String source) {
        String key = text.strip();
        if (key.isEmpty()) {
            throw new ModelSpecException(
                    "the key in " + source + " is empty; put the provider's key there");
        }
        if (key.length() > LETTERS_MAX) {
            throw new ModelSpecException(
                    "the key in "
                            + source
                            + " has "
                            + key.length()
                            + " letters and no provider's key has more than "
                            + LETTERS_MAX
                            + "; put the key alone there");
        }
        // Anything else could end the header early and smuggle in another one.
        if (!key.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
            throw new ModelSpecException(
                    "the key in "
                            + source
                            + " has blanks, line breaks or letters outside ASCII inside;"
                            + " put the key alone there, on one line");
        }
        return new ApiKey(key);
    }

    /// For request headers only.
    String reveal() {
        return text;
    }

    /// The same text with every copy of the key masked.
    String mask(String shown) {
        return text.length() < SECRET_LETTERS_MIN ? shown : shown.replace(text, "[key]");
    }

    @Override
    public String toString() {
        return "[key]";
    }
}
