package io.canaryrouter.http;

import static io.canaryrouter.http.RequestFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
  private static final long MILLIS = 1_760_000_000_123L;
  private final RequestIds ids = new RequestIds(() -> MILLIS, new Random(42)::nextLong);

  private String of(boolean trusted, String... fields) {
    return ids.of(get(fields).headers(), trusted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ABC_def-123", "0192e4a0-6f7b-7c3d-9e2f-1a2b3c4d5e6f"})
  void aWellFormedIdIsKeptFromAnyone(String id) {
    assertThat(of(false, "X-Request-Id", id)).isEqualTo(id);
    assertThat(of(true, "X-Request-Id", id, "Rndr-Id", "other")).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "a;b", "a.b", "ä", "{}", "a\u001b[31m"})
  void anIdThatCouldConfuseALogIsReplaced(String id) {
    assertThat(of(false, "X-Request-Id", id)).hasSize(36);
  }

  @Test
  void anIdIsAtMost255Long() {
    assertThat(of(false, "X-Request-Id", "a".repeat(255))).hasSize(255);
    assertThat(of(false, "X-Request-Id", "a".repeat(256))).hasSize(36);
  }

  @Test
  void twoIdsAreNone() {
    assertThat(of(false, "X-Request-Id", "a", "X-Request-Id", "b")).hasSize(36);
  }

  @Test
  void thePlatformsIdIsTakenFromATrustedPeer() {
    assertThat(of(true, "Rndr-Id", "1f2e3d4c-5b6a", "CF-Ray", "8f-FRA")).isEqualTo("1f2e3d4c-5b6a");
    assertThat(of(true, "CF-Ray", "8f1c2d3e4a5b6c7d-FRA")).isEqualTo("8f1c2d3e4a5b6c7d-FRA");
    assertThat(of(false, "Rndr-Id", "spoofed")).hasSize(36);
  }

  @Test
  void aNewIdIsAUuidOfVersionSevenThatHoldsTheTime() {
    for (int i = 0; i < 1_000; i++) {
      UUID id = UUID.fromString(ids.next());
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(MILLIS);
    }
  }
}
