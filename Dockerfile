# The router in an image for 512 MB and half a core: a Java runtime of the modules in use, an
# ahead-of-time cache, no root.
FROM eclipse-temurin:25-jdk AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends curl \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -ntp -pl proxy -am -P '!checked' -Dmaven.test.skip=true package
RUN image/assemble.sh /opt/canary

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home canary \
 && ln -s /opt/canary/canary /usr/local/bin/canary
COPY --from=build /opt/canary /opt/canary
USER 10001
# Sizes for 512 MB: heap, Netty's buffers and the JVM's own parts stay under 400 MB together.
ENV CANARY_JAVA_OPTS="-XX:+UseSerialGC -Xms32m -Xmn24m -Xmx64m -XX:MaxDirectMemorySize=96m -XX:MaxMetaspaceSize=64m -XX:ReservedCodeCacheSize=48m -Xss512k -Dio.netty.leakDetection.level=disabled -Dio.netty.allocator.numDirectArenas=1 -Dio.netty.allocator.numHeapArenas=0" \
    MALLOC_ARENA_MAX=2
# 8080 carries the traffic (PORT moves it), 9090 the operators.
EXPOSE 8080 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["canary", "health"]
ENTRYPOINT ["canary"]
CMD ["run"]
