/// The wires: one dialect of a model provider's HTTP interface per file, one shared room that
/// carries bytes under deadlines and caps.
@org.jspecify.annotations.NullMarked
module dev.lorimer.models {
    requires com.networknt.schema;
    requires transitive dev.lorimer.core;
    requires java.net.http;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires re2j;
    requires static org.jspecify;
    requires software.amazon.awssdk.http.auth.aws;
    requires software.amazon.awssdk.http.auth.spi;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.identity.spi;
    requires software.amazon.awssdk.utils;
    requires tools.jackson.databind;

    exports dev.lorimer.models;
}
