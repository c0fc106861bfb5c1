package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the wire check costs a message whose head comes in one piece. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Dio.netty.leakDetection.level=disabled")
public class WireCheckBenchmark {
  private static final String REQUEST =
      """
      GET /api/v1/portfolio?page=2 HTTP/1.1
      Host: www.foresy.example
      X-Forwarded-For: 203.0.113.7
      X-Forwarded-Proto: https
      User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)
      Accept: application/json, text/plain, */*
      Accept-Encoding: gzip, deflate, br
      Accept-Language: en-US,en;q=0.9
      Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjo0Mn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ
      If-None-Match: W/"0123456789abcdef"

      """;
  private static final String RESPONSE =
      """
      HTTP/1.1 200 OK
      content-type: application/json; charset=utf-8
      etag: W/"0123456789abcdef"
      cache-control: max-age=0, private, must-revalidate
      x-request-id: 0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0b
      x-runtime: 0.012345
      Content-Length: 0

      """;

  private final WireCheck requests = WireCheck.ofRequests(WireLimits.DEFAULTS);
  private final WireCheck responses = WireCheck.ofResponses(WireLimits.DEFAULTS);
  private final ByteBuf request = PooledByteBufAllocator.DEFAULT.directBuffer();
  private final ByteBuf response = PooledByteBufAllocator.DEFAULT.directBuffer();

  @Setup
  public void fill() {
    request.writeCharSequence(REQUEST.replace("\n", "\r\n"), StandardCharsets.US_ASCII);
    response.writeCharSequence(RESPONSE.replace("\n", "\r\n"), StandardCharsets.US_ASCII);
  }

  @TearDown
  public void release() {
    request.release();
    response.release();
  }

  @Benchmark
  public int request() {
    int scanned = requests.scan(request);
    requests.next();
    return scanned;
  }

  @Benchmark
  public int response() {
    int scanned = responses.scan(response);
    responses.next();
    return scanned;
  }
}
