/// The judge: decisions, constraints, verdicts. Depends on nothing of ours.
@org.jspecify.annotations.NullMarked
module dev.lorimer.govern {
    requires re2j;
    requires jdk.compiler;
    requires org.commonmark;
    requires static org.jspecify;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;

    exports dev.lorimer.govern;
}
