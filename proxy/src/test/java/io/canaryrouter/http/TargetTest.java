package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "/, /, /",
    "/a/b?c=d, /a/b?c=d, /a/b",
    "/a%2Fb/../c//d;e?f?g, /a%2Fb/../c//d;e?f?g, /a%2Fb/../c//d;e",
    "/?u=http://x/y, /?u=http://x/y, /",
    "*, *, *",
    "http://host, /, /",
    "http://host:80, /, /",
    "HTTP://host/a?b, /a?b, /a",
    "https://host?b=c, /?b=c, /",
    "http://[::1]:80/a, /a, /a",
  })
  void aStackGetsWhatStoodBehindTheAuthorityUnchanged(String target, String origin, String path) {
    assertThat(Target.inOriginForm(target)).isEqualTo(origin);
    assertThat(Target.path(target)).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "/a?u=http://x/y,",
    "*,",
    "http://host, host",
    "http://host:80/a, host:80",
    "https://[::1]:8?b=c, [::1]:8"
  })
  void theAuthorityIsThatOfAnAbsoluteForm(String target, String authority) {
    assertThat(Target.authority(target)).isEqualTo(authority);
  }
}
