#include "engine/model/step.h"

#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"

namespace dgctl::engine {

std::string to_string(const Call& call) {
  return std::visit(
      Overloaded{
          [](const CreateObject& c) {
            return "create " + c.kind + " " + full_name(descriptor_of(c.kind), c.fields);
          },
          [](const UpdateObject& c) {
            return "update " + c.kind + " " + (c.id.text() == nullptr ? "" : *c.id.text());
          },
          [](const DeleteObject& c) { return "delete " + c.kind + " " + c.id; },
          [](const PatchGrants& c) {
            return "change the grants on " + c.on.type + " " + c.on.full_name;
          },
      },
      call);
}

}  // namespace dgctl::engine
