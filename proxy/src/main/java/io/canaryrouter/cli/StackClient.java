package io.canaryrouter.cli;

import io.canaryrouter.http.UpstreamAddress;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a stack, with any Host, which the JDK's own client does not let its user write.
 * For one thread, which waits at most {@value #PATIENCE_MILLIS} ms for each piece.
 */
final class StackClient implements Closeable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int MAX_HEAD_CHARS = 64 * 1024;
  private static final long MAX_BODY_BYTES = 16 * 1024 * 1024;

  private final Socket socket;
  private final InputStream in;
  private int headChars;

  /** Connects; over TLS the stack shows a certificate for its name, of these authorities if any. */
  StackClient(UpstreamAddress address, @Nullable Path ca) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(address.host(), address.port()), PATIENCE_MILLIS);
      plain.setSoTimeout(PATIENCE_MILLIS);
      plain.setTcpNoDelay(true);
      socket = address.tls() ? secured(plain, address, ca) : plain;
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** Asks; each further field is a whole line. */
  StackAnswer get(String target, String host, String... fields) throws IOException {
    StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
    head.append("Host: ").append(host).append("\r\n");
    // As a user's request behind an edge, and as a health check: else force_ssl hides all behind
    // it.
    head.append("X-Forwarded-Proto: https\r\n");
    head.append("User-Agent: canary-router/preflight\r\nAccept: */*\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    long begin = System.nanoTime();
    socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return read(begin);
  }

  private StackAnswer read(long begin) throws IOException {
    int status;
    boolean isNewer;
    Map<String, String> fields;
    do {
      headChars = 0;
      String statusLine = line();
      if (!statusLine.matches("HTTP/1\\.[01] [1-5][0-9]{2}.*")) {
        throw new IOException("what answers is no HTTP/1.1 server");
      }
      isNewer = statusLine.startsWith("HTTP/1.1");
      status = Integer.parseInt(statusLine.substring(9, 12));
      fields = fields();
    } while (status < 200);
    boolean isFramed = skipBody(status, fields);
    String connection = fields.getOrDefault("Connection", "").toLowerCase(Locale.ROOT);
    boolean isKept = isNewer ? !connection.contains("close") : connection.contains("keep-alive");
    return new StackAnswer(status, fields, isFramed && isKept, System.nanoTime() - begin);
  }

  private Map<String, String> fields() throws IOException {
    Map<String, String> fields = StackAnswer.newFields();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
      }
    }
    return fields;
  }

  /** False when only the end of the connection ends the content (RFC 9112 section 6.3). */
  private boolean skipBody(int status, Map<String, String> fields) throws IOException {
    if (status == 204 || status == 304) {
      return true;
    }
    if (fields.getOrDefault("Transfer-Encoding", "").toLowerCase(Locale.ROOT).contains("chunked")) {
      skipChunks();
      return true;
    }
    String length = fields.getOrDefault("Content-Length", "");
    if (length.matches("[0-9]{1,15}")) {
      skip(Long.parseLong(length));
      return true;
    }
    in.skipNBytes(Math.min(in.available(), MAX_BODY_BYTES));
    return false;
  }

  private void skipChunks() throws IOException {
    long size = 1;
    while (size > 0) {
      headChars = 0;
      String line = line().split(";", 2)[0].trim();
      if (!line.matches("[0-9A-Fa-f]{1,8}")) {
        throw new IOException("its chunks are broken");
      }
      size = Long.parseLong(line, 16);
      if (size > 0) {
        skip(size + 2);
      }
    }
    fields();
  }

  private void skip(long bytes) throws IOException {
    if (bytes > MAX_BODY_BYTES) {
      throw new IOException("the content is too large to look at: ask for another path");
    }
    in.skipNBytes(bytes);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new IOException("it closed the connection without an answer");
      }
      if (++headChars > MAX_HEAD_CHARS) {
        throw new IOException("its head is too large");
      }
      line.append((char) next);
      next = in.read();
    }
    return line.toString().stripTrailing();
  }

  private static Socket secured(Socket plain, UpstreamAddress address, @Nullable Path ca)
      throws IOException {
    try {
      SSLSocket secured =
          (SSLSocket)
              context(ca)
                  .getSocketFactory()
                  .createSocket(plain, address.host(), address.port(), true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    } catch (GeneralSecurityException e) {
      throw new IOException("its authorities cannot be read: " + e.getMessage(), e);
    }
  }

  private static SSLContext context(@Nullable Path ca)
      throws GeneralSecurityException, IOException {
    if (ca == null) {
      return SSLContext.getDefault();
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream file = Files.newInputStream(ca)) {
      int count = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        store.setCertificateEntry("ca-" + count++, one);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
