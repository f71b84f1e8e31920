# Style sheets and fonts, by their lock.
FROM node:24-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# Packages, by their hashes, into an environment that the last stage copies.
FROM python:3.12-slim AS packages
RUN python -m venv /venv
COPY requirements/app.txt .
RUN /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r app.txt

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --create-home --uid 10001 mentorship
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /app/node_modules ./node_modules
RUN python -m mentorship.local.assets place \
    && python -m mentorship.local.pretend collectstatic --no-input --verbosity 0 \
    && rm -rf node_modules .assets
USER mentorship
EXPOSE 8000
CMD ["gunicorn", "mentorship.wsgi", "--config", "python:mentorship.gunicorn"]
