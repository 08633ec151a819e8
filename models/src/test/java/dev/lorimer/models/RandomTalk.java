package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Request;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Conversations that several models have taken part in, with all that can be in them.
///
/// Each call and each result has a mark of its own in it, `call-7-` and `result-7-`, and each
/// private part the key it was written under.
final class RandomTalk {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " \n\t",
                    "hello",
                    "zwei\nZeilen",
                    "emoji 👩‍🚀 and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
                    "مرحبا",
                    "{\"type\":\"tool_use\"}",
                    "\"quoted\\\" \u0001 control",
                    "long ".repeat(30));
    private static final List<String> NAMES =
            List.of(
                    "look",
                    "list_files",
                    "files.read",
                    "no such tool",
                    "functions.look",
                    "9lives",
                    "wörter",
                    "n".repeat(70),
                    "mcp/server:tool");
    private static final List<String> IDS =
            List.of(
                    "call_1",
                    "1",
                    "toolu_01A09q90qw90lq917835lq9",
                    "functions.look:0",
                    "a b/ü",
                    "tooluse_x-y_z",
                    "i".repeat(120),
                    "call|fc_123",
                    "👩‍🚀");
    private static final List<String> IMAGES =
            List.of(
                    "image/png",
                    "image/jpeg",
                    "image/gif",
                    "image/webp",
                    "image/bmp",
                    "image/heic");

    private final Random random;
    private final List<Party> parties;
    private final List<Message> messages = new ArrayList<>();
    private int calls;
    private int secrets;

    private RandomTalk(Random random, List<Party> parties) {
        this.random = random;
        this.parties = parties;
    }

    /// A conversation that `origin` began and others went on with.
    static Request of(Random random, Party origin, List<Party> parties) {
        var talk = new RandomTalk(random, parties);
        talk.history(origin);
        return talk.request();
    }

    /// What is private to a key.
    static String secret(Party party, int number) {
        return "secret-" + party.key().replaceAll("[^A-Za-z0-9]", "_") + "-" + number + "-";
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private void history(Party origin) {
        int turns = random.nextInt(7);
        if (chance(90)) {
            user();
        }
        for (int turn = 0; turn < turns; turn++) {
            assistant(turn < turns / 2 ? origin : any(parties));
            if (chance(85)) {
                user();
            }
        }
    }

    private void user() {
        for (int more = 0; more <= random.nextInt(3); more++) {
            var images = new ArrayList<Message.Image>();
            for (int i = 0; i < random.nextInt(3); i++) {
                byte[] bytes = new byte[1 + random.nextInt(20)];
                random.nextBytes(bytes);
                String base64 = Base64.getEncoder().encodeToString(bytes);
                images.add(new Message.Image(any(IMAGES), base64));
            }
            messages.add(new Message.User(any(TEXTS), chance(30) ? images : List.of()));
        }
    }

    private void assistant(Party party) {
        var asked = new ArrayList<Message.ToolCall>();
        for (int i = random.nextInt(4); i > 0; i--) {
            asked.add(new Message.ToolCall(id(asked), any(NAMES), arguments(calls++)));
        }
        String secret = secret(party, secrets++);
        String text = any(TEXTS);
        // As its own dialect reads it, or as an older journal may hold it.
        Optional<Message.Assistant> read =
                chance(70) ? party.says(messages, text, owned(asked), secret) : Optional.empty();
        Message.Assistant message =
                read.orElseGet(() -> new Message.Assistant(text, asked, List.of()));
        messages.add(message);
        var results = new ArrayList<>(message.calls());
        Collections.shuffle(results, random);
        for (Message.ToolCall call : results) {
            messages.add(result(call, asked.get(message.calls().indexOf(call))));
        }
    }

    /// Calls with ids as servers make them; some count from 1 in every reply.
    private List<Message.ToolCall> owned(List<Message.ToolCall> asked) {
        var owned = new ArrayList<Message.ToolCall>();
        boolean counted = chance(30);
        for (Message.ToolCall call : asked) {
            String id = "call_" + (counted ? owned.size() + 1 : random.nextInt(1_000_000_000));
            owned.add(new Message.ToolCall(id, call.name(), call.arguments()));
        }
        return owned;
    }

    /// Ids come again in later messages, though never in the same one.
    private String id(List<Message.ToolCall> taken) {
        String id = any(IDS);
        while (taken.stream().map(Message.ToolCall::id).toList().contains(id)) {
            id += "+";
        }
        return id;
    }

    private String arguments(int number) {
        String mark = "call-" + number + "-";
        return any(
                List.of(
                        "{\"x\":\"" + mark + "\"}",
                        "{\"n\":{\"deep\":[1,2.50,null,\"" + mark + "\"]}}",
                        "{\"broken\":\"" + mark,
                        "[\"" + mark + "\"]",
                        "\"" + mark + "\"",
                        "{\"k\":1,\"k\":\"" + mark + "\"}",
                        mark + " no json at all ü"));
    }

    private Message.ToolResult result(Message.ToolCall call, Message.ToolCall asked) {
        String mark = asked.arguments().replaceAll("(?s).*call-(\\d+)-.*", "result-$1-");
        String text = chance(15) ? any(List.of("", " \n")) : mark + any(TEXTS);
        return new Message.ToolResult(call.id(), text, chance(25));
    }

    private Request request() {
        var tools = new ArrayList<Request.ToolDefinition>();
        for (String name : NAMES.stream().limit(random.nextInt(NAMES.size() + 1)).toList()) {
            String schema =
                    any(
                            List.of(
                                    "{}",
                                    "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\"}}}"));
            tools.add(new Request.ToolDefinition(name, "does " + name, schema));
        }
        var form = new Request.Form("answer", "{\"type\":\"object\",\"properties\":{}}");
        var manner =
                new Request.Manner(
                        chance(60)
                                ? Optional.of(any(List.of(Request.Effort.values())))
                                : Optional.empty(),
                        chance(20) ? Optional.of(form) : Optional.empty());
        int limit = any(List.of(1, 500, 1024, 2048, 4096, 64_000));
        return new Request(any(TEXTS), tools, messages, limit, manner);
    }
}
