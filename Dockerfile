# The web page is built first: the tools that build it stay behind.
FROM node:24.21.0-slim AS page

WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY src ./src
COPY scripts/page ./scripts/page
COPY tsconfig.json ./
RUN node scripts/page/build.mjs

# nines and its sample shop: one image, two commands. Node runs the TypeScript sources as they are.
FROM node:24.21.0-slim

ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

COPY bin ./bin
COPY src ./src
COPY --from=page /app/dist/web ./dist/web
COPY demo/shop ./demo/shop
COPY demo/storefront ./demo/storefront
COPY slos ./slos
COPY deploy/healthcheck.mjs ./deploy/healthcheck.mjs

# The journal lives on a volume that the unprivileged user may write.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
ENV NODE_COMPILE_CACHE=/tmp/nines-compile-cache

EXPOSE 8090
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "deploy/healthcheck.mjs", "http://127.0.0.1:8090/healthz"]

ENTRYPOINT ["./bin/nines"]
CMD ["serve", "--slos", "/app/slos", "--listen", "127.0.0.1:8090", "--data", "/data"]
