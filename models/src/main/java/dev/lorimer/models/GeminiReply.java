package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A generateContent reply while it arrives: chunks of the same form as a whole reply, the last of
/// which says why it ended.
final class GeminiReply implements Dialect.Incoming {
    /// What the server tells about an answer beside its parts: it goes to whoever shows the answer,
    /// and never back.
    private static final List<String> METADATA =
            List.of("groundingMetadata", "citationMetadata", "urlContextMetadata");

    /// Vertex AI has sent numbers in their place; its two interfaces agree up to here.
    // https://github.com/googleapis/googleapis, google/ai/generativelanguage and
    // google/cloud/aiplatform, enum FinishReason
    private static final List<String> NUMBERED =
            List.of("", "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "OTHER");

    /// Reasons that are a filter's, in the provider's own spelling.
    // https://ai.google.dev/api/generate-content#FinishReason
    static final Set<String> FILTERS =
            Set.of(
                    "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "MODEL_ARMOR",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION");

    private final ReplyDraft draft;
    private final GeminiParts parts;
    private final Set<JsonNode> metadata = new LinkedHashSet<>();
    private Optional<String> finish = Optional.empty();
    private String finishMessage = "";
    private boolean candidateSeen;
    private boolean blocked;
    private boolean eachChunkFinished;
    private long prompt;
    private long cached;
    private long toolUse;
    private long written;
    private long thought;

    GeminiReply(Asked asked, Consumer<String> onText) {
        this.draft = new ReplyDraft(asked, onText);
        this.parts = new GeminiParts(draft);
    }

    @Override
    public boolean take(SseEvent event) {
        Optional<ObjectNode> json = StrictText.event(event);
        json.ifPresent(this::chunk);
        return json.isPresent() && ended() && !eachChunkFinished;
    }

    private boolean ended() {
        return finish.isPresent() || blocked;
    }

    /// A reply in one piece, which is whole as soon as its JSON is.
    void whole(ObjectNode json) {
        chunk(json);
        if (!candidateSeen && !blocked) {
            throw BrokenReply.malformed("the reply holds no candidate");
        }
        finish = finish.or(() -> Optional.of("STOP").filter(_ -> !blocked));
    }

    void chunk(ObjectNode json) {
        Rejection.throwIfError(json);
        StrictText.string(json, "modelVersion").ifPresent(this::model);
        usage(json.path("usageMetadata"));
        for (JsonNode candidate : json.path("candidates")) {
            // Only one is asked for.
            if (StrictText.count(candidate, "index") == 0) {
                candidate(candidate);
            }
        }
        boolean refused = !json.path("promptFeedback").path("blockReason").asString("").isEmpty();
        blocked |= refused && !candidateSeen;
    }

    private void model(String version) {
        draft.model(version);
        // Models of the first generation say with each chunk that they stop; for them the end of
        // the stream is all there is.
        eachChunkFinished = version.matches("(.*/)?gemini-1[.-].*");
    }

    private void candidate(JsonNode candidate) {
        candidateSeen = true;
        parts.take(candidate.path("content").path("parts"));
        ObjectNode told = StrictText.newObject();
        for (String name : METADATA) {
            if (!candidate.path(name).isEmpty()) {
                told.set(name, candidate.path(name));
            }
        }
        if (!told.isEmpty()) {
            metadata.add(told);
        }
        finish = reason(candidate.path("finishReason")).or(() -> finish);
        StrictText.string(candidate, "finishMessage").ifPresent(said -> finishMessage = said);
    }

    private static Optional<String> reason(JsonNode reason) {
        String text = reason.asString("");
        if (reason.isIntegralNumber()) {
            long number = reason.longValue();
            text = number >= 0 && number < NUMBERED.size() ? NUMBERED.get((int) number) : "OTHER";
        }
        return Optional.of(text)
                .filter(said -> !said.isEmpty() && !said.equals("FINISH_REASON_UNSPECIFIED"));
    }

    /// Each chunk counts everything so far, and some leave a part out.
    private void usage(JsonNode usage) {
        prompt = Math.max(prompt, StrictText.count(usage, "promptTokenCount"));
        cached = Math.max(cached, StrictText.count(usage, "cachedContentTokenCount"));
        toolUse = Math.max(toolUse, StrictText.count(usage, "toolUsePromptTokenCount"));
        written = Math.max(written, StrictText.count(usage, "candidatesTokenCount"));
        thought = Math.max(thought, StrictText.count(usage, "thoughtsTokenCount"));
    }

    @Override
    public Reply reply() {
        if (!ended()) {
            throw BrokenReply.cut("the stream ended without a finish reason");
        }
        draft.usage(new Reply.Usage(prompt + toolUse, written + thought, cached, 0, thought));
        Reply.Stop stop = stop();
        parts.settle();
        if (!metadata.isEmpty()) {
            ObjectNode json = StrictText.newObject();
            ArrayNode list = json.putArray("metadata");
            metadata.forEach(list::add);
            draft.privatePart(StrictText.write(json));
        }
        return draft.finish(stop);
    }

    private Reply.Stop stop() {
        String reason = finish.orElse("");
        if (FILTERS.contains(reason)) {
            return Reply.Stop.REFUSED;
        }
        return switch (reason) {
            // Nothing but the refusal of the prompt ends a reply without a reason.
            case "" -> Reply.Stop.REFUSED;
            case "MAX_TOKENS" -> Reply.Stop.LENGTH;
            case "MALFORMED_FUNCTION_CALL",
                    "UNEXPECTED_TOOL_CALL",
                    "TOO_MANY_TOOL_CALLS",
                    "MALFORMED_RESPONSE" ->
                    throw BrokenReply.malformed(
                            "the provider stopped it as "
                                    + reason
                                    + (finishMessage.isEmpty() ? "" : ": " + finishMessage));
            // Nothing that is asked again unchanged would help.
            case "MISSING_THOUGHT_SIGNATURE" -> throw new Rejection.InReply(unsigned());
            // What is new counts as a regular end: the terminal event has come.
            default -> Reply.Stop.END;
        };
    }

    private ObjectNode unsigned() {
        ObjectNode json = StrictText.newObject();
        json.putObject("error")
                .put("code", 400)
                .put("status", "MISSING_THOUGHT_SIGNATURE")
                .put("message", finishMessage);
        return json;
    }
}
