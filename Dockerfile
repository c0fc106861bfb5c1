# The router in an image for 512 MB and half a core: a Java runtime of the modules in use, an
# ahead-of-time cache, no root. Base images by exact version: the next one is a change like any other.
FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends curl \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -ntp -pl proxy -am -P '!checked' -Dmaven.test.skip=true package
RUN image/assemble.sh /opt/canary

FROM debian:12.13-slim
# Group 1000 is a precaution: platforms that give files of secrets to a group mostly take that one, and
# the router's configuration may be such a file.
RUN groupadd --gid 1000 secrets \
 && useradd --system --uid 10001 --groups secrets --no-create-home canary \
 && ln -s /opt/canary/canary /usr/local/bin/canary
COPY --from=build /opt/canary /opt/canary
USER 10001
# The cache must hold here as well, under this user and as it was copied.
RUN JDK_JAVA_OPTIONS=-XX:AOTMode=on canary --version
# Sizes for 512 MB: heap, Netty's buffers and the JVM's own parts stay under 400 MB together.
# Netty checks the bounds of its buffers itself; without direct access the JDK checks them once more.
ENV CANARY_JAVA_OPTS="--sun-misc-unsafe-memory-access=allow -Dio.netty.noUnsafe=false -XX:+UseSerialGC -Xms32m -Xmn24m -Xmx64m -XX:MaxDirectMemorySize=96m -XX:MaxMetaspaceSize=64m -XX:ReservedCodeCacheSize=48m -Xss512k -Dio.netty.leakDetection.level=disabled -Dio.netty.allocator.numDirectArenas=1 -Dio.netty.allocator.numHeapArenas=0" \
    MALLOC_ARENA_MAX=2
# CANARY_CONFIG names a mounted configuration, for run and for the health check alike.
# 8080 carries the traffic (PORT moves it), 9090 the operators.
EXPOSE 8080 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["canary", "health"]
ENTRYPOINT ["canary"]
CMD ["run"]
