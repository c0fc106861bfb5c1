package io.canaryrouter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.canaryrouter.store.StoreException.Kind;
import io.canaryrouter.testing.Commands;
import io.canaryrouter.testing.RedisProcess;
import io.canaryrouter.testing.ReservedPort;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rediss://} with an authority of one's own, which the JVM is told to trust. */
class RedisTlsIT {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final ReservedPort port = new ReservedPort();

  @AfterEach
  void close() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE + "Password");
    port.close();
  }

  @Test
  void aCertificateOfATrustedAuthorityOpens() throws StoreException {
    certify("IP:127.0.0.1");
    trust();
    try (RedisProcess redis = startRedis();
        Store store = store()) {
      assertThat(store.compareAndSet(0, new Document(1, "{}"))).isTrue();
      assertThat(store.read()).contains(new Document(1, "{}"));
      assertThat(redis.command("EXISTS", "canary:{foresy}:state")).isEqualTo(":1");
    }
  }

  @Test
  void aCertificateThatNobodyTrustsIsRefused() {
    certify("IP:127.0.0.1");
    assertRefused();
  }

  @Test
  void aTrustedCertificateOfAnotherHostIsRefused() {
    certify("DNS:another.example");
    trust();
    assertRefused();
  }

  private void assertRefused() {
    try (RedisProcess redis = startRedis();
        Store store = store()) {
      StoreException refusal = catchThrowableOfType(StoreException.class, store::read);
      assertThat(refusal.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(refusal)
          .hasMessageContaining("its certificate is refused")
          .hasMessageEndingWith(
              "it must name this host, and its authority must be one that the JVM trusts");
      assertThat(redis.command("DBSIZE")).isEqualTo(":0");
    }
  }

  private Store store() {
    return new RedisStore(RedisAddress.parse("rediss://127.0.0.1:" + port.number()), "foresy", "a");
  }

  private RedisProcess startRedis() {
    String certificate = file("cert.pem");
    return RedisProcess.start(
        "--tls-port",
        Integer.toString(port.number()),
        "--tls-cert-file",
        certificate,
        "--tls-key-file",
        file("key.pem"),
        "--tls-ca-cert-file",
        certificate,
        "--tls-auth-clients",
        "no");
  }

  private void certify(String name) {
    run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=redis -addext subjectAltName="
            + name
            + " -keyout "
            + file("key.pem")
            + " -out "
            + file("cert.pem"));
  }

  private void trust() {
    String store = file("trusted.p12");
    run(
        "keytool -importcert -noprompt -storetype PKCS12 -storepass changeit -alias redis -file "
            + file("cert.pem")
            + " -keystore "
            + store);
    System.setProperty(TRUST_STORE, store);
    System.setProperty(TRUST_STORE + "Password", "changeit");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static void run(String line) {
    Commands.run(LIMIT, line.split(" ")).orFail();
  }
}
