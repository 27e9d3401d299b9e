#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

Field duration(const std::string& name,
               const std::string& description,
               const std::string& example) {
  Field field(name);
  field.type = FieldType::Duration;
  field.description = description;
  field.example = example;
  return field;
}

/// Text that the expansion sets: what the sink's record says beside the value.
Field of_record(const std::string& name,
                const std::string& description,
                const std::string& example) {
  Field field(name);
  field.written = Written::Never;
  field.description = description;
  field.example = example;
  return field;
}

}  // namespace

// Lifetimes and limits: databricks-sdk-go service/oauth2/model.go.
Descriptor service_principal_secret_descriptor() {
  Descriptor d;
  d.kind = "service_principal_secret";
  d.plural = "";  // stands in its service principal
  d.shape = Shape::Secret;
  d.description = "A client secret of a service principal; its value is kept in its sink alone.";
  d.source = "https://docs.databricks.com/api/workspace/serviceprincipalsecretsproxy";

  Field retire("retire");
  retire.description =
      "When the secret before is deleted: confirmed, by `dgctl rotate --retire`; or so long after "
      "the new one was made.";
  retire.example = "confirmed";

  Field sink("sink");
  sink.type = FieldType::Sink;
  sink.required = true;
  sink.description = "Where the value is kept: a file, as dotenv, or as JSON if it ends in .json.";
  sink.example = "{file: .secrets/segment.env}";

  Field privileged("allow_privileged");
  privileged.type = FieldType::Boolean;
  privileged.description =
      "true: also for an administrator, or for the identity that dgctl runs as.";
  privileged.example = "false";

  d.fields = {
      of_record("principal", "Whose it is: the id of the service principal.", "5005"),
      duration("lifetime", "How long it is valid; at most 730d.", "365d"),
      duration("rotate_before",
               "How long before its end a second one is added; shorter than its lifetime.",
               "30d"),
      retire,
      sink,
      privileged,
      of_record("client_id",
                "The application id of the service principal.",
                "3f0c9a52-0000-4000-8000-0000000000aa"),
      of_record("http_path",
                "The path of the warehouse, for whoever connects.",
                "/sql/1.0/warehouses/0a1b2c3d4e5f6071"),
      of_record(
          "catalog", "The checkpoint catalog, for whoever connects.", "segment_linked_profiles_db"),
  };
  return d;
}

}  // namespace dgctl::engine
