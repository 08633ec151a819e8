/// The harness: runs, their journal, tools, workspace and verifiers. Depends on the judge only.
@org.jspecify.annotations.NullMarked
module dev.lorimer.core {
    requires com.github.victools.jsonschema.generator;
    requires com.github.victools.jsonschema.module.jackson;
    requires com.networknt.schema;
    requires transitive dev.lorimer.govern;
    requires re2j;
    requires static org.jspecify;
    requires transitive tools.jackson.databind;

    exports dev.lorimer.command;
    exports dev.lorimer.context;
    exports dev.lorimer.journal;
    exports dev.lorimer.model;
    exports dev.lorimer.retry;
    exports dev.lorimer.route;
    exports dev.lorimer.run;
    exports dev.lorimer.testing;
    exports dev.lorimer.tool;
    exports dev.lorimer.verify;
    exports dev.lorimer.workspace;
}
