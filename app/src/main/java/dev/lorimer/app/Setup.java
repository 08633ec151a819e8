package dev.lorimer.app;

import dev.lorimer.workspace.Place;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Everything needed to go on with a run in another process, as recorded with its start. Keys are
/// never part of it.
///
/// @param model as given, with script files made absolute
/// @param unsandboxed true when commands run without a sandbox: by the user's word, or because the
///   demo found none
/// @param trusted true when the uncontained commands are our own, known to touch the workspace only
record Setup(
        String model,
        Optional<String> baseUrl,
        AgentFile agent,
        boolean unsandboxed,
        boolean trusted,
        Place place) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    JsonNode json() {
        return JSON.valueToTree(this);
    }

    static Setup of(JsonNode json) {
        return JSON.treeToValue(json, Setup.class);
    }
}
