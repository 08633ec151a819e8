/// The judge: decisions, constraints, verdicts. Depends on nothing of ours.
@org.jspecify.annotations.NullMarked
module dev.lorimer.govern {
    requires java.xml;
    requires jdk.compiler;
    requires org.commonmark;
    requires re2j;
    requires static org.jspecify;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.toml;
    requires tools.jackson.dataformat.yaml;

    exports dev.lorimer.govern;
    exports dev.lorimer.govern.author;
    exports dev.lorimer.govern.decision;
    exports dev.lorimer.govern.git;
    exports dev.lorimer.govern.importer;
    exports dev.lorimer.govern.propose;
    exports dev.lorimer.govern.source;
    exports dev.lorimer.govern.tree;
    exports dev.lorimer.govern.verification;
}
