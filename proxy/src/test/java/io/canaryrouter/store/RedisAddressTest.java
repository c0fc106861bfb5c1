package io.canaryrouter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @Test
  void aHostIsEnough() {
    assertThat(RedisAddress.parse("redis://red_abcd"))
        .isEqualTo(new RedisAddress(false, null, null, "red_abcd", 6379, 0));
  }

  @Test
  void everyPartIsRead() {
    assertThat(RedisAddress.parse("rediss://ana:a%40b+c%20d@[::1]:6380/3"))
        .isEqualTo(new RedisAddress(true, "ana", "a@b+c d", "::1", 6380, 3));
  }

  @Test
  void aPasswordNeedsNoUser() {
    assertThat(RedisAddress.parse("redis://:secret@h/"))
        .isEqualTo(new RedisAddress(false, null, "secret", "h", 6379, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis://",
        "http://h",
        "redis-sentinel://hunter2@a:26379#m",
        "unix:///run/hunter2.sock",
        "redis://hunter2@h",
        "redis://:hunter#2@h",
        "redis://:hunter%zz2@h",
        "redis://h:0",
        "redis://h:65536",
        "redis://h/1001",
        "redis://h/hunter2",
        "redis://h?password=hunter2",
        "redis://h h"
      })
  void anythingElseIsRefusedAndNotShown(String url) {
    assertThatThrownBy(() -> RedisAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(RedisAddress.EXPECTS)
        .hasNoCause();
  }

  @Test
  void noTextHoldsThePassword() {
    RedisAddress address = RedisAddress.parse("redis://ana:hunter2@h:1/2");
    StoreSettings settings = new StoreSettings.InRedis(address, "REDIS_URL");
    Store store = settings.make("canary", "boot");

    assertThat(address).hasToString("redis://h:1/2");
    assertThat(settings.describe()).isEqualTo("redis://h:1/2 (from REDIS_URL)");
    assertThat(settings.toString()).doesNotContain("hunter2").doesNotContain("ana");
    assertThat(store.describe()).isEqualTo("redis://h:1/2 under canary:{canary}");
    store.close();
  }

  @Test
  void theStartTellsWhereTheStateIsAndWhoSaidSo() {
    try (LogWatch log = new LogWatch(StoreSettings.class)) {
      new StoreSettings.InRedis(RedisAddress.parse("redis://:hunter2@h"), "REDIS_URL")
          .open("canary", "boot")
          .close();
      new StoreSettings.InFile(Path.of("/a/state.json"), "state.file")
          .open("canary", "boot")
          .close();
      new StoreSettings.InMemory().open("canary", "boot").close();

      assertThat(log.lines())
          .containsExactly(
              "INFO The state is kept in redis://h:6379 (from REDIS_URL)",
              "INFO The state is kept in the file /a/state.json (from state.file)",
              "INFO The state is kept in memory, and a restart forgets it: neither state nor"
                  + " REDIS_URL is set");
    }
  }

  @Test
  void settingsSayWhetherTheStateOutlivesTheProcess() {
    assertThat(new StoreSettings.InMemory().isLasting()).isFalse();
    assertThat(new StoreSettings.InFile(Path.of("state.json"), "state.file").isLasting()).isTrue();
    assertThat(new StoreSettings.InRedis(RedisAddress.parse("redis://h"), "x").isLasting())
        .isTrue();
  }
}
