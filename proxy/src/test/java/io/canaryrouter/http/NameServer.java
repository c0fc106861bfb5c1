package io.canaryrouter.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real name server on a UDP port of 127.0.0.1 that gives every name the same addresses. */
final class NameServer implements AutoCloseable {
  /** Questions for IPv4 addresses so far. */
  final AtomicInteger questions = new AtomicInteger();

  private final Channel channel;
  private volatile Answer answer = new Answer(DnsResponseCode.NXDOMAIN, 0, List.of());

  private record Answer(DnsResponseCode code, int ttlSeconds, List<String> addresses) {}

  NameServer(EventLoopGroup group) {
    channel =
        new Bootstrap()
            .group(group)
            .channel(Transport.NIO.datagramChannel())
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    opened
                        .pipeline()
                        .addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder())
                        .addLast(new Answers());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  void answerWith(int ttlSeconds, String... addresses) {
    answer = new Answer(DnsResponseCode.NOERROR, ttlSeconds, List.of(addresses));
  }

  void failWith(DnsResponseCode code) {
    answer = new Answer(code, 0, List.of());
  }

  DnsServerAddressStreamProvider provider() {
    return new SingletonDnsServerAddressStreamProvider((InetSocketAddress) channel.localAddress());
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }

  private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
      Answer now = answer;
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      DatagramDnsResponse response =
          new DatagramDnsResponse(
              /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
      response.setCode(now.code()).addRecord(DnsSection.QUESTION, question);
      if (question.type().equals(DnsRecordType.A)) {
        questions.incrementAndGet();
      }
      for (String address : now.addresses()) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        DnsRecordType type = bytes.length == 4 ? DnsRecordType.A : DnsRecordType.AAAA;
        if (type.equals(question.type())) {
          response.addRecord(
              DnsSection.ANSWER,
              new DefaultDnsRawRecord(
                  question.name(), type, now.ttlSeconds(), Unpooled.wrappedBuffer(bytes)));
        }
      }
      ctx.writeAndFlush(response);
    }
  }
}
