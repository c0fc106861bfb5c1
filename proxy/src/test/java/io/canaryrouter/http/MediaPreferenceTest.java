package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaPreferenceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "TEXT/HTML;charset=utf-8",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
        "text/*, */*;q=0.1",
        "application/json;q=0.5, text/html;q=0.6",
        "text/html, application/json;q=0, application/problem+json;q=0",
        "text/html;q=1.000, */*;q=0.999"
      })
  void browsersGetHtml(String accept) {
    assertThat(MediaPreference.prefersHtml(accept)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "application/json",
        "application/json, text/plain, */*",
        "application/problem+json, text/html",
        "text/html;q=0.5, application/json",
        "text/html;q=0, */*",
        "text/html;q=2",
        "text/html;q=x",
        "application/*, text/html",
        ",,;;q=,/",
        "image/png"
      })
  void everybodyElseGetsJson(String accept) {
    assertThat(MediaPreference.prefersHtml(accept)).isFalse();
  }
}
