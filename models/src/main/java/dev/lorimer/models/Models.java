package dev.lorimer.models;

import dev.lorimer.model.Model;
import dev.lorimer.testing.ScriptException;
import dev.lorimer.testing.ScriptedModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Opens models by name. All of them share their connections; closing this ends it.
public final class Models implements AutoCloseable {
    private final Keys keys;
    private final InstantSource clock;
    private final Exchange exchange;
    private final Gates gates;

    /// @param clock turns the dates in which some providers say when to come back into durations
    public Models(Keys keys, Deadlines deadlines, InstantSource clock) {
        this(keys, deadlines, Patience.USUAL, clock);
    }

    /// @param patience how long requests wait for a provider's limits
    /// @param clock turns the dates in which some providers say when to come back into durations
    public Models(Keys keys, Deadlines deadlines, Patience patience, InstantSource clock) {
        this(keys, deadlines, patience, clock, System::nanoTime);
    }

    /// @param nanos the monotonic time by which limits renew and breakers close; a test that does
    ///   not really wait hands in its own, with a patience of zero
    public Models(
            Keys keys,
            Deadlines deadlines,
            Patience patience,
            InstantSource clock,
            LongSupplier nanos) {
        this.keys = keys;
        this.clock = clock;
        long origin = nanos.getAsLong();
        this.gates = new Gates(patience, () -> nanos.getAsLong() - origin);
        this.exchange = new Exchange(deadlines);
    }

    /// The model with that name; nothing is sent yet.
    ///
    /// @throws ModelSpecException when its key is missing or its script can not be played
    public Model open(ModelSpec spec) {
        return switch (spec) {
            case ModelSpec.Wire wire -> wire(wire);
            case ModelSpec.Script script -> script(script);
        };
    }

    private Model wire(ModelSpec.Wire spec) {
        return switch (spec.provider().wire()) {
            case CHAT -> model(OpenAiChat.of(spec), spec, keys.find(spec));
            case RESPONSES -> model(new OpenAiResponses(), spec, keys.find(spec));
            case MESSAGES -> model(new AnthropicMessages(), spec, keys.find(spec));
            case GEMINI -> model(new GeminiContent(), spec, keys.find(spec));
            case INTERACTIONS -> model(new GeminiInteractions(), spec, keys.find(spec));
            case CONVERSE -> bedrock(spec, BedrockConverse::new);
            case INVOKE -> bedrock(spec, BedrockInvoke::new);
            case COHERE -> model(new CohereChat(), spec, keys.find(spec));
            case OLLAMA -> model(new OllamaChat(), spec, keys.find(spec));
        };
    }

    private Model model(Dialect dialect, ModelSpec.Wire spec, Optional<ApiKey> key) {
        return new HttpModel(dialect, spec, key, exchange, gates.gate(spec, key), clock);
    }

    /// A bearer token goes before credentials, as it is made for this service alone.
    private Model bedrock(ModelSpec.Wire given, Function<Optional<AwsSignature>, Dialect> dialect) {
        BedrockAddress address = BedrockAddress.of(given, keys.environment());
        var spec = new ModelSpec.Wire(given.provider(), given.model(), address.base());
        boolean token = keys.variable(given.provider()).isPresent();
        Optional<AwsCredentials> credentials =
                token || keys.file().isPresent()
                        ? Optional.empty()
                        : AwsCredentials.find(keys.environment());
        if (credentials.isEmpty()) {
            AwsCredentials.checkNeedless(spec, token || keys.file().isPresent());
            return model(dialect.apply(Optional.empty()), spec, keys.find(spec));
        }
        var signature = new AwsSignature(credentials.get(), address.region(), "bedrock");
        // The session is masked like a key, should a server echo it.
        return model(dialect.apply(Optional.of(signature)), spec, credentials.get().session());
    }

    private static Model script(ModelSpec.Script spec) {
        try {
            return ScriptedModel.read(spec.file());
        } catch (ScriptException wrong) {
            throw new ModelSpecException(wrong.complaint());
        }
    }

    /// How the models that were opened here are doing: what their gates have learned of failures
    /// and limits.
    public List<Health> health() {
        return gates.health();
    }

    /// How one of them is doing; empty for a model that no gate stands before.
    public Optional<Health> health(Model model) {
        return model instanceof HttpModel behind ? Optional.of(behind.health()) : Optional.empty();
    }

    /// Ends open connections; requests under way fail.
    @Override
    public void close() {
        exchange.close();
    }
}
