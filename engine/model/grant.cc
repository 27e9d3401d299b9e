#include "engine/model/descriptor.h"

namespace dgctl::engine {

// The words and who may hold them: engine/model/privileges.h.
Descriptor grant_descriptor() {
  Descriptor d;
  d.kind = "grant";
  d.plural = "grants";
  d.shape = Shape::Entry;
  d.description = "The privileges that one principal holds directly on one securable.";
  d.source = "https://docs.databricks.com/api/workspace/grants";

  Field securable("securable");
  securable.type = FieldType::SecurableName;
  securable.written = Written::CreateOnly;
  securable.required = true;
  securable.description = "What is granted on: its type, and its full name.";
  securable.example = "{catalog: sales}";

  Field principal("principal");
  principal.type = FieldType::PrincipalName;
  principal.written = Written::CreateOnly;
  principal.required = true;
  principal.description =
      "Who is granted: sp:KEY, an application id, a user's e-mail, or a group's name.";
  principal.example = "analysts";

  Field privileges("privileges");
  privileges.type = FieldType::Words;
  privileges.required = true;
  privileges.set_like = true;
  privileges.description = "As in REST (USE_CATALOG) or in SQL (USE CATALOG), in any case.";
  privileges.example = "[USE CATALOG, BROWSE]";

  d.fields = {securable, principal, privileges};
  return d;
}

}  // namespace dgctl::engine
