package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminAccessTest {
  private static final String TOKEN = "correct horse battery staple";

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/state", "/api/v1/audit", "/api/v1/split", "/nothing"})
  void withATokenEverythingNeedsIt(String path) throws Exception {
    try (AdminFixture admin = new AdminFixture(TOKEN)) {
      HttpResponse<String> answer = admin.get(path);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/livez", "/readyz", "/metrics"})
  void healthMetricsAndTheEmptyPageAreOpen(String path) throws Exception {
    try (AdminFixture admin = new AdminFixture(TOKEN)) {
      assertThat(admin.get(path).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer correct horse battery staple, 200",
    "bearer correct horse battery staple, 200",
    "Bearer correct horse battery stapl, 401",
    "Bearer correct horse battery staple!, 401",
    "Bearer, 401",
    "Basic correct horse battery staple, 401",
    "correct horse battery staple, 401"
  })
  void onlyTheTokenOpens(String authorization, int status) throws Exception {
    try (AdminFixture admin = new AdminFixture(TOKEN)) {
      HttpResponse<String> answer =
          admin.send(admin.request("/api/v1/state").header("Authorization", authorization));
      assertThat(answer.statusCode()).isEqualTo(status);
    }
  }

  @Test
  void aChangeWithTheTokenIsWrittenToItsName() throws Exception {
    try (AdminFixture admin = new AdminFixture(TOKEN)) {
      admin.send(
          admin
              .request("/api/v1/failover")
              .POST(BodyPublishers.ofString("{\"reason\":\"r\"}"))
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + TOKEN));
      assertThat(admin.commands.status().audit().get(0).by()).isEqualTo("admin");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 200",
    "localhost:9090, 200",
    "[::1]:9090, 200",
    "evil.example.com, 403",
    "127.0.0.1.evil.example.com, 403",
    "localhost.evil.example.com:80, 403",
    "'', 403"
  })
  void withoutATokenOnlyALoopbackHostIsAnswered(String host, int status) throws Exception {
    try (AdminFixture admin = new AdminFixture(null)) {
      assertThat(statusLine(admin, "GET", "/api/v1/state", host, null))
          .contains(" " + status + " ");
      assertThat(statusLine(admin, "GET", "/livez", host, null)).contains(" 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site: cross-site, 403", "Sec-Fetch-Site: same-site, 403",
    "Sec-Fetch-Site: same-origin, 200", "Sec-Fetch-Site: none, 200",
    "Origin: http://evil.example.com, 403", "Origin: null, 403",
    "Origin: http://localhost:1, 403", "Origin: http://localhost:9090, 200"
  })
  void pagesOfOtherSitesCannotCall(String field, int status) throws Exception {
    try (AdminFixture admin = new AdminFixture(null)) {
      assertThat(statusLine(admin, "GET", "/api/v1/state", "localhost:9090", field))
          .contains(" " + status + " ");
    }
  }

  @Test
  void aClientThatSaysNothingDoesNotHoldThePort() throws Exception {
    try (AdminFixture admin = new AdminFixture(null)) {
      Socket[] silent = new Socket[20];
      for (int i = 0; i < silent.length; i++) {
        silent[i] = new Socket(InetAddress.getLoopbackAddress(), admin.port());
      }
      assertThat(admin.get("/livez").statusCode()).isEqualTo(200);
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  /** By hand, as the platform's client does not let its user write these fields. */
  private static String statusLine(
      AdminFixture admin, String method, String path, String host, @Nullable String field)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.port())) {
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\n"
              + (field == null ? "" : field + "\r\n")
              + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.lines().findFirst().orElse("");
    }
  }
}
