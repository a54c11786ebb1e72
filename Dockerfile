# A small image without root: built once, run with a read-only file system and one volume for the embedded database.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .build.mjs ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY src src
COPY templates templates
COPY manifest.yml ./
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-slim
ENV NODE_ENV=production \
    GW504_CONFIG=/config/gw504.yaml
WORKDIR /data
COPY --from=build --chown=root:root /app/package.json /app/manifest.yml /app/
COPY --from=build --chown=root:root /app/node_modules /app/node_modules
COPY --from=build --chown=root:root /app/templates /app/templates
COPY --from=build --chown=root:root /app/dist /app/dist
RUN chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/gw504.js"]
CMD ["start"]
