package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer over TLS that ends with its connection: whole with close_notify, cut off without. */
class SecureStackTest {
  private static final String HALF = "HTTP/1.1 200 OK\r\n\r\nhalf of it";

  @TempDir Path directory;
  private final EventLoopGroup group = Transport.NIO.newEventLoops(1, "secure-stack-test");
  private SslContext certificate;
  private Path authorityFile;

  @BeforeEach
  void issue() throws Exception {
    X509Bundle authority =
        new CertificateBuilder()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    X509Bundle stack =
        new CertificateBuilder()
            .subject("CN=stack")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(authority);
    authorityFile =
        Files.writeString(directory.resolve("authority.pem"), authority.getCertificatePathPEM());
    certificate =
        SslContextBuilder.forServer(stack.getKeyPair().getPrivate(), stack.getCertificatePath())
            .sslProvider(SslProvider.JDK)
            .build();
  }

  @AfterEach
  void end() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private RawResponse answerOf(AnsweringServer stack) {
    EdgeFixture.Wishes wishes =
        new EdgeFixture.Wishes()
            .blue(s ->
                Limits.trusting(authorityFile)
                    .apply(Limits.at("https://127.0.0.1:" + stack.port()).apply(s)));
    wishes.awaitsProbes = false;
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes);
        RawClient client = edge.client()) {
      return client.get("/").readResponse();
    }
  }

  @Test
  void theStacksOwnWordMakesItWhole() {
    try (AnsweringServer stack = AnsweringServer.encrypted(group, certificate, HALF)) {
      RawResponse response = answerOf(stack);
      assertThat(response.body()).isEqualTo("half of it");
      assertThat(response.looksWhole()).isTrue();
    }
  }

  @Test
  void anEndThatAnybodyCouldHaveMadeDoesNot() {
    try (AnsweringServer stack = AnsweringServer.truncating(group, certificate, HALF)) {
      assertThat(answerOf(stack).looksWhole()).isFalse();
    }
  }
}
