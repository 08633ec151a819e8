package dev.lorimer.models;

import java.net.http.HttpHeaders;

/// The head of an HTTP answer.
record Answer(int status, HttpHeaders headers) {
    boolean accepts() {
        return status >= 200 && status < 300;
    }

    boolean redirects() {
        return status >= 300 && status < 400;
    }
}
