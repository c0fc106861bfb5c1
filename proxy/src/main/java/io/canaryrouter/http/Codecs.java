package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpDecoderConfig;

/**
 * How Netty's codecs are set: a little wider than the router's own check in front of them, so that
 * it is the check that refuses, and as strict as they can be beside it.
 */
final class Codecs {
  private static final int MARGIN_BYTES = 1024;
  private static final int MAX_CHUNK_BYTES = 64 * 1024;

  private Codecs() {}

  static HttpDecoderConfig decoding(WireLimits limits) {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(limits.maxLineBytes() + MARGIN_BYTES)
        .setMaxHeaderSize(limits.maxFieldsBytes() + MARGIN_BYTES)
        .setMaxChunkSize(MAX_CHUNK_BYTES)
        .setChunkedSupported(true)
        .setAllowPartialChunks(true)
        .setAllowDuplicateContentLengths(false)
        .setStrictLineParsing(true)
        .setValidateHeaders(true);
  }
}
