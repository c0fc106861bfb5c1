package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.Seeds;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which redirects lead a client in a circle of one. */
class SelfRedirectTest {
  private static final String[] SEGMENTS = {"a", "b%2F", "c;d=e", "..", ".", "", "x:y", "%c3%A9"};

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /a/b?x=1   | /a/b?x=1
          /a/b?x=1   | /a/b?x=1#top
          /a/b?x=1   | #top
          /a/b?x=1   | ?x=1
          /a/b?x=1   | b?x=1
          /a/b?x=1   | ./b?x=1
          /a/b?x=1   | ../a/b?x=1
          /a/b?x=1   | /c/../a/./b?x=1
          /a/b       | //www.example.com/a/b
          /a/b       | HTTP://WWW.example.com:80/a/b
          /a/b       | http://www.example.com:/a/b
          /          | http://www.example.com
          /          | http://www.example.com/
          /          | .
          /?x        | http://www.example.com?x
          /a/        | .
          /a/..      | /
          //a        | http://www.example.com//a
          http://www.example.com/a | /a
          /a?b/../c  | ?b/../c
          """)
  void whatResolvesToTheAddressAskedForLeadsBack(String target, String location) {
    assertThat(leadsBack("http", target, location)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /a/b?x=1   | /a/b
          /a/b?x=1   | /a/b?x=2
          /a/b       | /a/b?
          /a/b       | /a/b/
          /a/b       | /A/b
          /a/b       | a/b
          /a/b       | .
          /a         | http://www.example.com
          /a/b       | https://www.example.com/a/b
          /a/b       | https://www.example.com:80/a/b
          /a/b       | http://www.example.com:8080/a/b
          /a/b       | http://example.com/a/b
          /a/b       | http://www.example.com@evil.example/a/b
          /a/b       | http://user@www.example.com/a/b
          /a/b       | http:/a/b
          /a/b       | http:b
          /a/b       | mailto:b
          //a        | //a
          /%61       | /a
          """)
  void whatLeadsElsewhereDoesNot(String target, String location) {
    assertThat(leadsBack("http", target, location)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "https://www.example.com/a", "https://www.example.com:443/a", "/a", "#"})
  void whoAskedByHttpsIsLedBackByHttps(String location) {
    assertThat(leadsBack("https", "/a", location)).isTrue();
    assertThat(leadsBack("https", "/a", "http://www.example.com/a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 300, 304, 305, 306, 404})
  void onlyARedirectIsOne(int status) {
    assertThat(isOne("http", "/a", HttpMethod.GET, status, "/a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aFormThatLeadsBackToItsPageIsNone(int status) {
    assertThat(isOne("http", "/a", HttpMethod.GET, status, "/a")).isTrue();
    assertThat(isOne("http", "/a", HttpMethod.HEAD, status, "/a")).isTrue();
    assertThat(isOne("http", "/a", HttpMethod.POST, status, "/a")).isFalse();
    assertThat(isOne("http", "/a", HttpMethod.DELETE, status, "/a")).isFalse();
  }

  @Test
  void aMissingOrASecondLocationIsNone() {
    assertThat(isOne("http", "/a", HttpMethod.GET, 302)).isFalse();
    assertThat(isOne("http", "/a", HttpMethod.GET, 302, "/a", "/a")).isFalse();
  }

  @Test
  void everyWayToWriteAnAddressLeadsBackToItAndOneMoreCharacterDoesNot() {
    Seeds.rounds(
        500,
        random -> {
          String path = path(random);
          String query = random.nextBoolean() ? "" : "?" + path(random);
          String name = path.substring(path.lastIndexOf('/') + 1);
          List<String> ways =
              List.of(
                  "http://www.example.com" + path + query,
                  "//www.example.com" + path + query,
                  "http://www.example.com/q/.." + path + query + "#f",
                  name.contains(":") || name.isEmpty() ? "./" + name + query : name + query);
          for (String way : ways) {
            assertThat(leadsBack("http", path + query, way))
                .as(path + query + " | " + way)
                .isTrue();
            assertThat(leadsBack("http", path + query + "z", way)).as(way).isFalse();
          }
        });
  }

  @Test
  void noTextOfAnyKindThrows() {
    Seeds.rounds(
        2_000,
        random -> {
          String alphabet = "/.?#:@[]%ahtp\u00e9\u0000\\ ";
          StringBuilder location = new StringBuilder(random.nextBoolean() ? "http:" : "");
          for (int i = random.nextInt(12); i > 0; i--) {
            location.append(alphabet.charAt(random.nextInt(alphabet.length())));
          }
          assertThat(leadsBack("http", "/somewhere/else/entirely", location.toString()))
              .as(location.toString())
              .isEqualTo(location.isEmpty() || location.charAt(0) == '#');
        });
  }

  @Test
  void theJudgeHearsOfIt() {
    try (EdgeFixture edge = EdgeFixture.toGreen(new EdgeFixture.Wishes());
        RawClient client = edge.client()) {
      edge.green.onTarget(
          "/loop?a=1", Answer.status(302, "", "Location: http://app.example/loop?a=1"));
      edge.green.onTarget("/away", Answer.status(302, "", "Location: /login"));
      client.get("/loop?a=1").readResponse();
      assertThat(edge.sample())
          .returns(Remark.SELF_REDIRECT, Sample::remark)
          .returns(Outcome.OK, Sample::outcome);
      client.get("/away").readResponse();
      assertThat(edge.sample().remark()).isEqualTo(Remark.NONE);
    }
  }

  @Test
  void theStepToHttpsIsALoopOnlyForWhoIsThereAlready() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.listen(listen -> listen.trusting(List.of(Cidr.parse("127.0.0.0/8"))));
    try (EdgeFixture edge = EdgeFixture.toGreen(wishes);
        RawClient client = edge.client()) {
      edge.green.byDefault(Answer.status(301, "", "Location: https://shop.example/"));
      client.get("/", "X-Forwarded-Host: shop.example").readResponse();
      assertThat(edge.sample().remark()).isEqualTo(Remark.NONE);
      client.get("/", "X-Forwarded-Host: shop.example", "X-Forwarded-Proto: https").readResponse();
      assertThat(edge.sample().remark()).isEqualTo(Remark.SELF_REDIRECT);
    }
  }

  @Test
  void whatBlueAnsweredInGreensPlaceSaysNothingOfGreen() {
    try (EdgeFixture edge = EdgeFixture.toGreen(new EdgeFixture.Wishes());
        RawClient client = edge.client()) {
      edge.green.refuseConnections();
      edge.blue.byDefault(Answer.status(302, "", "Location: /"));
      client.get("/").readResponse();
      assertThat(edge.sample()).returns(true, Sample::rescued).returns(Remark.NONE, Sample::remark);
    }
  }

  /** A path without dot segments, as clients send them. */
  private static String path(Random random) {
    StringBuilder path = new StringBuilder("/start");
    for (int i = random.nextInt(5); i > 0; i--) {
      String segment = SEGMENTS[random.nextInt(SEGMENTS.length)];
      path.append('/').append(segment.startsWith(".") ? "dots" : segment);
    }
    return path.toString();
  }

  private static boolean leadsBack(String scheme, String target, String location) {
    return isOne(scheme, target, HttpMethod.GET, 302, location);
  }

  private static boolean isOne(
      String scheme, String target, HttpMethod method, int status, String... locations) {
    HttpRequest request =
        RequestFixture.get("Host", "www.example.com").setUri(target).setMethod(method);
    RequestFixture.prepared("203.0.113.9", request);
    HttpHeaders fields =
        DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    for (String location : locations) {
      fields.add("Location", location);
    }
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), fields);
    ClientOrigin origin = new ClientOrigin("203.0.113.9", 1, scheme, "203.0.113.9", false);
    return SelfRedirect.isOne(request, origin, response);
  }
}
