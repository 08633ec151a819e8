package dev.lorimer.testing;

import java.util.ArrayList;
import java.util.List;

/// JSON objects that a careless store would change, and texts that none may take.
final class JsonSpecimens {
    private static final String HASH = "0123456789abcdef".repeat(4);

    private JsonSpecimens() {}

    static List<String> all() {
        var all = new ArrayList<>(SMALL);
        all.addAll(LOOKALIKES);
        for (int length : new int[] {1_023, 1_024, 1_025, 5_000, 70_000, 1_100_000}) {
            all.add("{\"text\":\"%s\"}".formatted("x".repeat(length)));
            all.add("{\"a\":[{\"b\":\"%s\"},2]}".formatted("é✓😀\\n\\\"\\\\".repeat(length / 8)));
        }
        String large = "lorem ipsum ".repeat(200);
        all.add("{\"%s\":1}".formatted(large));
        all.add("{ \"%s\" : \"%s\" , \"same\" : [\"%<s\",\"%<s\"] }".formatted(large, large));
        all.add("{\"$blob\":\"%s\",\"chars\":\"%<s\"}".formatted(large));
        all.add("{\"escaped\":\"%s\"}".formatted("\\u0041\\/\\u00e9\\t".repeat(500)));
        all.add("{\"halves\":\"%s\"}".formatted("\\ud83d ".repeat(500)));
        all.add("{\"quotes\":\"%s\"}".formatted("\\\"}:{\\\\".repeat(500)));
        all.add("{\"d\":".repeat(400) + "{}" + "}".repeat(400));
        return all;
    }

    static List<String> refused() {
        return List.of(
                "",
                " ",
                "null",
                "1",
                "[]",
                "\"text\"",
                "{",
                "{\"a\":1",
                "{\"a\":1}}",
                "{} {}",
                "{}x",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":1,}",
                "{\"d\":".repeat(2_000) + "{}" + "}".repeat(2_000));
    }

    private static final List<String> SMALL =
            List.of(
                    "{}",
                    " {\n\t\"spaced\" : [ 1 , 2 ] }\r\n",
                    "{\"\":\"\",\"a b\":null,\"t\":[true,false]}",
                    "{\"n\":[0,-0,1.0,1.10,1e5,1E+400,-1.5e-7,12345678901234567890123,0.1000]}",
                    "{\"grüße\":\"日本語 😀 \\ud83d\\ude00 \\u0000 \\u001f \\ud800 \\/ \\\\ \\\"\"}",
                    "{\"z\":1,\"a\":2,\"m\":{\"z\":1,\"a\":2}}",
                    "{\"colon\":\"a\\\":\\\"b\",\"comma\":\",{}[]:\"}",
                    "{\"bidi\":\"\u202e abc\u2028\u2029\ufeff\u0000\"}"
                            .replace("\u0000", "\\u0000"),
                    "{\"sql\":\"'; drop table journal; --\"}");

    private static final List<String> LOOKALIKES =
            List.of(
                    "{\"$blob\":\"%s\",\"chars\":12345}".formatted(HASH),
                    "{\"a\":{\"$blob\":\"%s\",\"chars\":5}}".formatted(HASH),
                    "{\"$blob\":1}",
                    "{\"$blob\":{\"$$blob\":{\"$$$blob\":[]}}}",
                    "{\"$$blob\":\"%s\",\"chars\":1}".formatted(HASH),
                    "{\"\\u0024blob\":\"%s\",\"chars\":7}".formatted(HASH),
                    "{\"$\":1,\"$$\":2,\"$blobs\":3,\"blob\":4,\"$Blob\":5}",
                    "{\"a\":\"$blob\",\"b\":[\"$blob\",\"chars\"]}",
                    "{ \"$blob\" : \"%s\" , \"chars\" : 9 }".formatted(HASH));
}
