FROM python:3.13-slim-trixie AS build
WORKDIR /hub
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/base.txt requirements/base.txt
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements/base.txt
COPY . .
# Message catalogues are built in; the demo's settings serve for that and for nothing else.
RUN DEMO=1 VAR_DIR=/build /venv/bin/python manage.py compile_catalogues

FROM python:3.13-slim-trixie
# pg_dump and pg_restore, for backups: of the version of the server in the compose file.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-17 && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 hub && install -d -o hub /var/lib/hedgerow /var/lib/hedgerow/media /var/lib/hedgerow/static
WORKDIR /hub
COPY --from=build /venv /venv
COPY --from=build /hub /hub
ENV PATH=/venv/bin:$PATH VAR_DIR=/var/lib/hedgerow PYTHONUNBUFFERED=1 WORK_IN_PROCESS=0
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz')"]
# `manage.py prepare` goes before it: see docker-compose.yml.
CMD ["python", "manage.py", "stack", "--no-prepare", "--only", "web", "--host", "0.0.0.0"]
