package dev.lorimer.govern.propose;

import java.util.List;

/// What code needs one library for, and the libraries that compete for it.
///
/// @param slug as in `json`
/// @param name in words
record Purposes(String slug, String name, List<Library> libraries) {
    /// @param packages prefixes of package names
    /// @param artifacts `group:artifact`, each with `*` for any characters
    record Library(String name, List<String> packages, List<String> artifacts) {}

    private static Library library(String name, String packages, String artifacts) {
        return new Library(
                name,
                List.of(packages.split(" ", -1)),
                artifacts.isEmpty() ? List.of() : List.of(artifacts.split(" ", -1)));
    }

    /// The purposes for which teams choose one library, by what the most used libraries of Maven
    /// Central compete for. What a library brings along by itself, such as a logging bridge, is not
    /// listed.
    static List<Purposes> all() {
        return List.of(json(), logging(), tests(), mocks(), assertions(), http(), dates());
    }

    private static Purposes json() {
        return new Purposes(
                "json",
                "JSON",
                List.of(
                        library(
                                "Jackson",
                                "com.fasterxml.jackson tools.jackson",
                                "com.fasterxml.jackson.core:jackson-databind tools.jackson.core:jackson-databind"),
                        library("Gson", "com.google.gson", "com.google.code.gson:gson"),
                        library("org.json", "org.json", "org.json:json"),
                        library("json-simple", "org.json.simple", "com.googlecode.json-simple:*"),
                        library(
                                "fastjson",
                                "com.alibaba.fastjson com.alibaba.fastjson2",
                                "com.alibaba:fastjson com.alibaba.fastjson2:*"),
                        library("Jackson 1", "org.codehaus.jackson", "org.codehaus.jackson:*"),
                        library("Moshi", "com.squareup.moshi", "com.squareup.moshi:*"),
                        library("JSON-B", "javax.json.bind jakarta.json.bind", "")));
    }

    private static Purposes logging() {
        return new Purposes(
                "logging",
                "logging",
                List.of(
                        library("SLF4J", "org.slf4j", "org.slf4j:slf4j-api"),
                        library("Log4j 2", "org.apache.logging.log4j", ""),
                        library("Log4j 1", "org.apache.log4j", "log4j:log4j"),
                        library(
                                "Commons Logging",
                                "org.apache.commons.logging",
                                "commons-logging:commons-logging"),
                        library("JBoss Logging", "org.jboss.logging", ""),
                        library("Flogger", "com.google.common.flogger", ""),
                        library("java.util.logging", "java.util.logging", "")));
    }

    private static Purposes tests() {
        return new Purposes(
                "test-framework",
                "tests",
                List.of(
                        library("JUnit 5 and later", "org.junit.jupiter", "org.junit.jupiter:*"),
                        library("TestNG", "org.testng", "org.testng:testng"),
                        library("Spock", "spock.lang", "org.spockframework:*"),
                        library("JUnit 3", "junit.framework", ""),
                        library(
                                "JUnit 4",
                                "org.junit.runner org.junit.rules org.junit.runners",
                                "")));
    }

    private static Purposes mocks() {
        return new Purposes(
                "mocks",
                "mocks",
                List.of(
                        library("Mockito", "org.mockito", "org.mockito:*"),
                        library("EasyMock", "org.easymock", "org.easymock:*"),
                        library("jMock", "org.jmock", "org.jmock:*"),
                        library("PowerMock", "org.powermock", "org.powermock:*"),
                        library("JMockit", "mockit", "org.jmockit:*"),
                        library("MockK", "io.mockk", "io.mockk:*")));
    }

    private static Purposes assertions() {
        return new Purposes(
                "assertions",
                "assertions",
                List.of(
                        library("AssertJ", "org.assertj", "org.assertj:*"),
                        library("Hamcrest", "org.hamcrest", "org.hamcrest:*"),
                        library("Truth", "com.google.common.truth", "com.google.truth:*"),
                        library("FEST", "org.fest.assertions", "org.easytesting:*")));
    }

    private static Purposes http() {
        return new Purposes(
                "http-client",
                "HTTP requests",
                List.of(
                        library("java.net.http", "java.net.http", ""),
                        library(
                                "Apache HttpClient 5",
                                "org.apache.hc.client5",
                                "org.apache.httpcomponents.client5:*"),
                        library(
                                "Apache HttpClient 4",
                                "org.apache.http.client org.apache.http.impl.client",
                                "org.apache.httpcomponents:httpclient"),
                        library(
                                "Commons HttpClient",
                                "org.apache.commons.httpclient",
                                "commons-httpclient:*"),
                        library(
                                "OkHttp",
                                "okhttp3 com.squareup.okhttp",
                                "com.squareup.okhttp3:okhttp com.squareup.okhttp:okhttp"),
                        library(
                                "AsyncHttpClient",
                                "org.asynchttpclient com.ning.http",
                                "org.asynchttpclient:*")));
    }

    private static Purposes dates() {
        return new Purposes(
                "dates",
                "dates and times",
                List.of(
                        library("java.time", "java.time", ""),
                        library("Joda-Time", "org.joda.time", "joda-time:joda-time"),
                        library("ThreeTen", "org.threeten.bp", "org.threeten:threetenbp")));
    }
}
