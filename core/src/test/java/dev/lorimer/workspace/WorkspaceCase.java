package dev.lorimer.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.workspace.WorkspaceException.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A workspace in a user's repository, whose checkout every test leaves as it was.
@Timeout(60)
abstract class WorkspaceCase {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z"));

    @TempDir Path folder;

    TestRepository user;
    GitWorkspace workspace;
    Map<String, String> before;

    @BeforeEach
    void a_users_repository_with_work_under_way() {
        user = TestRepository.withFiles(folder.resolve("repo"));
        user.sh(
                "echo staged > staged.txt; git add staged.txt; echo more >> docs/guide.md; echo x > new.txt");
        before = user.fingerprint();
        workspace = open("r1");
    }

    GitWorkspace open(String run) {
        return GitWorkspace.create(
                Origin.at(user.top()), Home.prepare(user.top().resolve(".lorimer")), run, CLOCK);
    }

    @AfterEach
    void the_users_checkout_is_as_it_was() {
        assertThat(user.fingerprint()).isEqualTo(before);
    }

    void sh(String line) {
        TestRepository.execute(workspace.root(), List.of("sh", "-ec", line));
    }

    Path file(String name) {
        return workspace.directory().resolve(name);
    }

    static void refused(ThrowingCallable call, Kind kind, String... said) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WorkspaceException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContainingAll(said)
                .hasMessageNotContainingAny("\n");
    }
}
