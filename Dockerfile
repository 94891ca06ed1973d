# Two images: `app` (web, worker, beat, migrations) and `nginx` (the public door, with the static files inside).

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /app
COPY requirements.txt ./
RUN pip install --require-virtualenv -r requirements.txt
COPY . .
# What the settings ask for, made up: nothing of it stays in an image, and nothing is connected to.
RUN python bin/lib/compile_messages.py \
 && DJANGO_SETTINGS_MODULE=marketplace.settings.production DJANGO_SECRET_KEY=build DJANGO_ALLOWED_HOSTS=localhost \
    SITE_URL=http://localhost DATABASE_URL=postgres://build@localhost/build REDIS_URL=redis://localhost \
    EMAIL_URL=dummymail:// STATIC_ROOT=/app/staticfiles \
    python manage.py collectstatic --noinput --verbosity=0

FROM python:3.11-slim-bookworm AS app
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin chosen \
 && install -d -o chosen -g chosen /data/media /data/private
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=marketplace.settings.production STATIC_ROOT=/app/staticfiles MEDIA_ROOT=/data/media PRIVATE_ROOT=/data/private
USER chosen
EXPOSE 8000
# gunicorn reads WEB_CONCURRENCY itself. Heartbeats go to memory; processes are renewed before they grow.
CMD ["gunicorn", "marketplace.wsgi", "--bind=0.0.0.0:8000", "--threads=4", "--worker-tmp-dir=/dev/shm", \
     "--max-requests=2000", "--max-requests-jitter=200", "--forwarded-allow-ips=*", "--access-logfile=-", \
     "--no-control-socket"]

FROM nginx:1.28-alpine AS nginx
COPY docker/nginx.conf /etc/nginx/conf.d/default.conf
COPY --from=build /app/staticfiles /srv/static
