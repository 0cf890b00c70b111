# The minion. Build it in the repository, after `npm run build:tarball`:
#   docker build -f docker/minion.Dockerfile --build-arg SALT_VERSION=0.1.0 -t salt-minion:0.1.0 .
# It works as root: changing the machine is what a minion is for.
FROM debian:bookworm-slim
ARG SALT_VERSION
# Or linux-arm64.
ARG PLATFORM=linux-x64
LABEL org.opencontainers.image.title="salt-minion" \
      org.opencontainers.image.description="The minion of Salt, an independent implementation in TypeScript" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${SALT_VERSION}"
COPY build/salt-${SALT_VERSION}-${PLATFORM} /opt/salt
RUN install -d /etc/salt /etc/salt/minion.d /etc/salt/pki /var/cache/salt \
 && install -d -m 0700 /etc/salt/pki/minion \
 && printf 'log_file: /dev/null\n' > /etc/salt/minion
ENV PATH=/opt/salt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
VOLUME ["/etc/salt/pki/minion", "/var/cache/salt"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=30s --start-period=30s --retries=3 CMD ["salt-call", "--out=json", "test.ping"]
ENTRYPOINT ["salt-minion"]
CMD ["--log-level=info"]
