package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemResponseTest {
  private final Random random = new Random(7);
  private final ProblemResponse problems =
      new ProblemResponse(new HttpDate(() -> 784_111_777_000L), random::nextLong);

  private static Problem problem(Failure failure) {
    return new Problem(failure, "req-1", Stack.GREEN, false);
  }

  private static String body(FullHttpResponse response) {
    return response.content().toString(StandardCharsets.UTF_8);
  }

  @Test
  void aFailureIsToldAsProblemDetailsWithItsProxyStatus() throws JsonProcessingException {
    FullHttpResponse response =
        problems.answer(problem(Failure.CONNECTION_REFUSED), RequestFixture.get());
    assertThat(response.status().code()).isEqualTo(502);
    assertThat(response.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(response.headers().get("proxy-status"))
        .isEqualTo("canary; error=connection_refused; next-hop=green");
    assertThat(response.headers().get("cache-control")).isEqualTo("no-store");
    assertThat(response.headers().get("date")).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(response.headers().get("x-request-id")).isEqualTo("req-1");
    assertThat(response.headers().names()).doesNotContain("connection", "retry-after", "allow");
    JsonNode json = new ObjectMapper().readTree(body(response));
    assertThat(json.get("type").asText()).isEqualTo("urn:canary:problem:connection_refused");
    assertThat(json.get("title").asText()).isEqualTo("Bad Gateway");
    assertThat(json.get("status").asInt()).isEqualTo(502);
    assertThat(json.get("detail").asText()).contains("could not be reached");
    assertThat(json.get("instance").asText()).isEqualTo("urn:canary:request:req-1");
    assertThat(json.get("request_id").asText()).isEqualTo("req-1");
    assertThat(json).hasSize(6);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void everyFailureHasASentenceAndAnExactLength(Failure failure) {
    FullHttpResponse response = problems.answer(problem(failure), null);
    assertThat(response.status().code()).isEqualTo(failure.status());
    assertThat(response.status().reasonPhrase()).isEqualTo(failure.title());
    assertThat(response.headers().getInt("content-length"))
        .isEqualTo(response.content().readableBytes());
    assertThat(problem(failure).detail()).endsWith(".");
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void whatPassesByItselfSaysWhenToComeBackAndNotToAllTheSame(Failure failure) {
    Set<String> told = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      told.add(
          String.valueOf(problems.answer(problem(failure), null).headers().get("retry-after")));
    }
    boolean passes = failure.status() == 503 || failure.status() == 429;
    assertThat(told).isEqualTo(passes ? Set.of("1", "2", "3", "4", "5") : Set.of("null"));
  }

  @Test
  void aRequestThatNeverReachedAStackNamesNone() {
    FullHttpResponse response =
        problems.answer(new Problem(Failure.BAD_REQUEST, "req-1", null, true), null);
    assertThat(response.headers().get("proxy-status"))
        .isEqualTo("canary; error=http_request_error");
    assertThat(response.headers().get("connection")).isEqualTo("close");
  }

  @Test
  void aBrowserGetsAPageThatNeedsNothingElse() {
    FullHttpResponse response =
        problems.answer(problem(Failure.OVERLOADED), RequestFixture.get("Accept", "text/html"));
    assertThat(response.headers().get("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(body(response))
        .startsWith("<!doctype html>")
        .contains("503 Service Unavailable", "Try again", "req-1")
        .doesNotContain("http:", "https:", "src=", "<script");
  }

  @Test
  void anIdThatIsMarkupIsOnlyText() {
    Problem problem = new Problem(Failure.BAD_REQUEST, "<b>\"'&\u00e9</b>", null, true);
    assertThat(body(problems.answer(problem, RequestFixture.get("Accept", "text/html"))))
        .contains("&#60;b&#62;&#34;&#39;&#38;&#233;&#60;/b&#62;")
        .doesNotContain("<b>");
    assertThat(body(problems.answer(problem, null))).contains("\"<b>\\\"'&\\u00e9</b>\"");
  }

  @Test
  void headGetsTheSameHeadWithoutABody() {
    FullHttpResponse get = problems.answer(problem(Failure.BAD_BODY), RequestFixture.get());
    FullHttpResponse head =
        problems.answer(problem(Failure.BAD_BODY), RequestFixture.get().setMethod(HttpMethod.HEAD));
    assertThat(head.headers().entries()).hasToString(get.headers().entries().toString());
    assertThat(head.content().isReadable()).isFalse();
  }

  @Test
  void clientsOfABusyStackAreAskedToComeBackAtDifferentTimes() {
    Set<Integer> waits = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      waits.add(problems.answer(problem(Failure.OVERLOADED), null).headers().getInt("retry-after"));
    }
    assertThat(waits).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void whoUsesAMethodThatIsNotServedLearnsWhichAre() {
    FullHttpResponse response = problems.answer(problem(Failure.METHOD_NOT_ALLOWED), null);
    assertThat(response.headers().get("allow")).contains("GET").doesNotContain("CONNECT", "TRACE");
  }
}
