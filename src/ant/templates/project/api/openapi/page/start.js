// Shows the document of the API. Nothing is asked of any other server: no validator, no fonts.
SwaggerUIBundle({
  dom_id: "#documentation",
  url: "openapi.json",
  deepLinking: true,
  validatorUrl: null,
});
