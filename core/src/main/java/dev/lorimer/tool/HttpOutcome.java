package dev.lorimer.tool;

import java.util.List;
import java.util.Optional;

/// How far one request came.
sealed interface HttpOutcome {
    /// Not one byte of it left: nothing happened.
    record NotSent(String why) implements HttpOutcome {}

    /// It left, in part or whole, and no answer came back: nobody knows.
    record Lost(String why) implements HttpOutcome {}

    /// The server has answered.
    ///
    /// @param status 200 to 999
    record Answered(int status, String reason, List<Header> headers, Body body)
            implements HttpOutcome {
        public Answered {
            headers = List.copyOf(headers);
        }

        Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.name().equals(name))
                    .map(Header::value)
                    .findFirst();
        }

        String line() {
            return reason.isBlank() ? String.valueOf(status) : status + " " + reason;
        }
    }

    /// @param name in lower case
    record Header(String name, String value) {}

    /// What came of an answer's body.
    ///
    /// @param head its start, as much as is shown
    /// @param read how many bytes came
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Body(byte[] head, long read, End end) {
        static final Body NONE = new Body(new byte[0], 0, new End.Whole());
    }

    /// Where a body ended.
    sealed interface End {
        record Whole() implements End {}

        /// There was more than anybody counts.
        record Longer() implements End {}

        /// It stopped before its end.
        record Cut(String why) implements End {}
    }
}
