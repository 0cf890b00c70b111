# The master. Build it in the repository, after `npm run build:tarball`:
#   docker build -f docker/master.Dockerfile --build-arg SALT_VERSION=0.1.0 -t salt-master:0.1.0 .
FROM debian:bookworm-slim
ARG SALT_VERSION
# Or linux-arm64.
ARG PLATFORM=linux-x64
LABEL org.opencontainers.image.title="salt-master" \
      org.opencontainers.image.description="The master of Salt, an independent implementation in TypeScript" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${SALT_VERSION}"
COPY build/salt-${SALT_VERSION}-${PLATFORM} /opt/salt
RUN useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin --uid 450 salt \
 && install -d /etc/salt /etc/salt/master.d /etc/salt/pki /srv/salt /srv/pillar \
 && install -d -o salt -g salt -m 0700 /etc/salt/pki/master /var/cache/salt /var/run/salt /var/log/salt \
 && printf 'user: salt\nlog_file: /dev/null\npidfile: /var/run/salt/master.pid\napi_logfile: /dev/null\napi_pidfile: /var/run/salt/api.pid\n' > /etc/salt/master
ENV PATH=/opt/salt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
USER salt
VOLUME ["/etc/salt/pki/master", "/var/cache/salt"]
EXPOSE 4505 4506
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=20s --start-period=15s --retries=3 CMD ["salt-run", "--out=json", "manage.alived"]
ENTRYPOINT ["salt-master"]
CMD ["--log-level=info"]
