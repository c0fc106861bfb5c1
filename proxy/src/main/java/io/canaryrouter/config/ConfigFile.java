package io.canaryrouter.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** From a path to text, with a clear word for everything that can be wrong with a file. */
final class ConfigFile {
  /** Largest file; platforms bound their secret files likewise. */
  static final int MOST_BYTES = 1024 * 1024;

  private ConfigFile() {}

  /** The file's text without a byte order mark; empty when a finding says why there is none. */
  static Optional<String> read(Path file, Findings findings) {
    try {
      return Optional.of(decode(bytes(file)));
    } catch (NoSuchFileException e) {
      refuse(findings, "there is no such file: check the path");
    } catch (AccessDeniedException e) {
      refuse(findings, "the file may not be read: grant this user access");
    } catch (CharacterCodingException e) {
      refuse(findings, "the file is not UTF-8: save it as UTF-8");
    } catch (IOException e) {
      refuse(findings, "the file cannot be read: " + Quoted.plain(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private static void refuse(Findings findings, String message) {
    findings.error(Place.NOWHERE, "", message);
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it is larger than 1 MiB");
      }
      return bytes;
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
