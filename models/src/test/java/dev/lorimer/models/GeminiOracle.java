package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Gemini's generateContent, read plainly. Clients spell its members in two ways.
final class GeminiOracle implements Oracle {
    private static final Pattern MODEL = Pattern.compile("models/([^:/?]+)");
    private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[(\\d+)]|\\['([^']+)']");

    private static final List<String> STOPPED =
            List.of(
                    "SAFETY",
                    "3",
                    "RECITATION",
                    "4",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "LANGUAGE",
                    "MODEL_ARMOR");

    @Override
    public String model(JsonNode request) {
        Matcher model = MODEL.matcher(request.path("path").asString(""));
        return model.find() ? model.group(1) : "gemini-2.5-flash";
    }

    @Override
    public int wholeFrom(Recorded recorded) {
        int bytes = 0;
        for (String line : recorded.text().split("(?<=\n)")) {
            boolean ends =
                    StrictText.tree(line.replaceFirst("^data:", ""))
                            .map(json -> json.path("candidates").path(0).path("finishReason"))
                            .map(said -> !said.asString("0").matches("0|.*UNSPECIFIED"))
                            .orElse(false);
            if (ends) {
                return bytes + line.stripTrailing().getBytes(StandardCharsets.UTF_8).length;
            }
            bytes += line.getBytes(StandardCharsets.UTF_8).length;
        }
        return Oracle.super.wholeFrom(recorded);
    }

    @Override
    public Optional<PlainReading> reply(Recorded recorded) {
        List<JsonNode> chunks = Plain.pieces(recorded);
        if (chunks.isEmpty()) {
            StrictText.tree(recorded.text()).ifPresent(list -> list.forEach(chunks::add));
        }
        var read = new Reading();
        chunks.forEach(read::chunk);
        boolean whole = !recorded.streamed() || read.ended();
        return whole && read.known() ? Optional.of(read.reading()) : Optional.empty();
    }

    private static final class Reading {
        private final StringBuilder text = new StringBuilder();
        private final List<PlainCall> calls = new ArrayList<>();
        private final List<String> secrets = new ArrayList<>();
        private final StringBuilder thought = new StringBuilder();
        private final List<JsonNode> usages = new ArrayList<>();
        private String growing = "";
        private ObjectNode arguments = StrictText.newObject();
        private boolean deeds;
        private boolean seen;
        private boolean blocked;
        private String finish = "";

        void chunk(JsonNode chunk) {
            usages.add(chunk.path("usageMetadata"));
            blocked |= chunk.path("promptFeedback").has("blockReason");
            JsonNode candidate = chunk.path("candidates").path(0);
            seen |= chunk.path("candidates").has(0);
            boolean first = true;
            for (JsonNode part : candidate.path("content").path("parts")) {
                part(part, first);
                first = false;
            }
            for (String member : List.of("groundingMetadata", "citationMetadata")) {
                secrets.addAll(Plain.strings(candidate.path(member)));
            }
            String said = candidate.path("finishReason").asString("0");
            finish = said.matches("0|.*UNSPECIFIED") ? finish : said;
        }

        private void part(JsonNode part, boolean first) {
            boolean thinks = part.path("thought").asBoolean(false);
            boolean signed = part.has("thoughtSignature");
            if (!thinks || !first || signed) {
                thoughtEnds();
            }
            secrets.addAll(Plain.strings(part.path("thoughtSignature")));
            if (part.has("functionCall")) {
                call(part.path("functionCall"));
            } else if (!part.has("text")) {
                deeds |= !part.isEmpty();
                secrets.addAll(Plain.strings(part));
            } else if (thinks) {
                thought.append(part.path("text").asString());
                if (signed) {
                    thoughtEnds();
                }
            } else {
                text.append(part.path("text").asString());
            }
        }

        private void thoughtEnds() {
            secrets.addAll(Plain.strings(StringNode.valueOf(thought.toString())));
            thought.setLength(0);
        }

        private void call(JsonNode call) {
            if (call.has("name")) {
                endCall();
                growing = call.path("name").asString();
                arguments = StrictText.newObject();
                call.path("args").forEachEntry((name, value) -> arguments.set(name, value));
                secrets.addAll(Plain.strings(call.path("id")));
            }
            call.path("partialArgs").forEach(piece -> argument(piece, arguments));
        }

        private void endCall() {
            if (!growing.isEmpty()) {
                calls.add(PlainCall.of("", growing, arguments.toString()));
            }
            growing = "";
        }

        boolean ended() {
            return blocked || !finish.isEmpty();
        }

        boolean known() {
            return (seen || blocked) && !finish.matches("MALFORMED.*|.*TOOL_CALLS?");
        }

        PlainReading reading() {
            thoughtEnds();
            endCall();
            long thoughts = most("thoughtsTokenCount");
            var usage =
                    new Reply.Usage(
                            most("promptTokenCount") + most("toolUsePromptTokenCount"),
                            most("candidatesTokenCount") + thoughts,
                            most("cachedContentTokenCount"),
                            0,
                            thoughts);
            return new PlainReading(text.toString(), calls, usage, stop(), secrets, deeds);
        }

        private long most(String count) {
            ToLongFunction<JsonNode> read = usage -> usage.path(count).asLong(0);
            return usages.stream().mapToLong(read).max().orElse(0);
        }

        private Reply.Stop stop() {
            if (blocked && !seen || STOPPED.contains(finish) || finish.startsWith("IMAGE_")) {
                return Reply.Stop.REFUSED;
            }
            if (finish.equals("MAX_TOKENS") || finish.equals("2")) {
                return Reply.Stop.LENGTH;
            }
            return calls.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
        }
    }

    /// Puts one value, or one more piece of a text, where its path says.
    private static void argument(JsonNode piece, ObjectNode into) {
        Matcher step = STEP.matcher(piece.path("jsonPath").asString());
        JsonNode at = into;
        while (step.find()) {
            boolean last = step.end() == piece.path("jsonPath").asString().length();
            boolean list = piece.path("jsonPath").asString().startsWith("[", step.end());
            JsonNode fresh = list ? StrictText.newArray() : StrictText.newObject();
            String name = step.group(1) == null ? step.group(3) : step.group(1);
            JsonNode before =
                    step.group(2) == null
                            ? at.path(name)
                            : at.path(Integer.parseInt(step.group(2)));
            JsonNode value = last ? value(piece, before) : before.isMissingNode() ? fresh : before;
            if (step.group(2) == null) {
                at.asObject().set(name, value);
            } else if (before.isMissingNode()) {
                ((ArrayNode) at).add(value);
            } else {
                ((ArrayNode) at).set(Integer.parseInt(step.group(2)), value);
            }
            at = value;
        }
    }

    private static JsonNode value(JsonNode piece, JsonNode before) {
        if (piece.has("stringValue")) {
            return StringNode.valueOf(before.asString("") + piece.path("stringValue").asString());
        }
        return piece.has("numberValue") ? piece.path("numberValue") : piece.path("boolValue");
    }

    @Override
    public Optional<PlainTurn> turn(JsonNode request, PlainReading answer) {
        JsonNode contents = request.path("contents");
        var turns = new ArrayList<PlainTurn>();
        for (int at = 0; at < contents.size(); at++) {
            if (contents.path(at).path("role").asString("").equals("model")) {
                turns.add(turn(contents, at));
            }
        }
        // The same call may have been made twice; its signature tells which one this is.
        List<String> own = answer.privateTexts().stream().map(GeminiOracle::usual).toList();
        List<PlainTurn> signed = turns.stream().filter(turn -> signedBy(turn, own)).toList();
        return PlainTurn.matching(signed, answer).or(() -> PlainTurn.matching(turns, answer));
    }

    private static boolean signedBy(PlainTurn turn, List<String> own) {
        return turn.thoughts().stream().anyMatch(said -> own.contains(said.asString()));
    }

    /// In the usual one of the two alphabets of base64.
    private static String usual(String signature) {
        return signature.replace('-', '+').replace('_', '/');
    }

    private static PlainTurn turn(JsonNode contents, int at) {
        var text = new StringBuilder();
        var thought = new StringBuilder();
        var calls = new ArrayList<PlainCall>();
        var thoughts = new ArrayList<JsonNode>();
        for (JsonNode part : contents.path(at).path("parts")) {
            signature(either(part, "thoughtSignature")).ifPresent(thoughts::add);
            JsonNode call = either(part, "functionCall");
            if (call.isObject()) {
                calls.add(
                        PlainCall.of(
                                call.path("id").asString(""),
                                call.path("name").asString(""),
                                call.path("args").toString()));
            } else if (!part.has("text")) {
                Plain.strings(Layout.without(part.asObject(), "thoughtSignature"))
                        .forEach(said -> thoughts.add(StringNode.valueOf(said)));
            } else if (part.path("thought").asBoolean(false)) {
                thought.append(part.path("text").asString());
            } else {
                text.append(part.path("text").asString());
            }
        }
        if (!thought.isEmpty()) {
            thoughts.add(StringNode.valueOf(thought.toString()));
        }
        return new PlainTurn(text.toString(), calls, thoughts, results(contents, at + 1));
    }

    /// None when it stands in for one that the client did not have.
    private static Optional<JsonNode> signature(JsonNode signature) {
        String text = usual(signature.asString(""));
        if (text.isEmpty() || !text.matches("[A-Za-z0-9+/=]{4,}")) {
            return text.isEmpty() ? Optional.empty() : Optional.of(StringNode.valueOf(text));
        }
        String read = new String(Base64.getMimeDecoder().decode(text), StandardCharsets.US_ASCII);
        boolean dummy = read.matches("[a-z_]+") || signature.asString("").matches("[a-z_]+");
        return dummy ? Optional.empty() : Optional.of(StringNode.valueOf(text));
    }

    private static List<PlainTurn.PlainResult> results(JsonNode contents, int from) {
        var results = new ArrayList<PlainTurn.PlainResult>();
        for (int at = from; at < contents.size(); at++) {
            if (contents.path(at).path("role").asString("").equals("model")) {
                break;
            }
            for (JsonNode part : contents.path(at).path("parts")) {
                JsonNode response = either(part, "functionResponse");
                if (response.isObject()) {
                    results.add(
                            new PlainTurn.PlainResult(
                                    response.path("id").asString(""),
                                    response.path("name").asString(""),
                                    response.path("response").toString(),
                                    response.path("response").has("error")));
                }
            }
        }
        return results;
    }

    private static JsonNode either(JsonNode part, String name) {
        String other = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        return part.has(name) ? part.path(name) : part.path(other);
    }
}
