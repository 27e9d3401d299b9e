#include "engine/model/step.h"

#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"

namespace dgctl::engine {

std::string to_string(const Call& call) {
  return std::visit(
      Overloaded{
          [](const CreateObject& c) {
            const std::string name = full_name(descriptor_of(c.kind), c.fields);
            // That of a run's own proves who made it, and says nothing to people.
            const bool is_told = !name.empty() && !name.starts_with(kProofPrefix);
            return "create " + c.kind + (is_told ? " " + name : std::string());
          },
          [](const UpdateObject& c) {
            return "update " + c.kind + (c.id.text() == nullptr ? "" : " " + *c.id.text());
          },
          [](const DeleteObject& c) { return "delete " + c.kind + " " + c.id; },
          [](const PatchGrants& c) {
            return "change the grants on " + c.on.type + " " + c.on.full_name;
          },
          [](const WriteAcl& c) {
            const std::string* thing = c.thing.text();
            if (thing == nullptr) return "write the " + c.kind + " on what is being made";
            return "change " + to_string(Lookup(AclOf{c.kind, *thing}));
          },
          [](const IssueSecret& c) { return "issue " + to_string(c.secret); },
          [](const StoreSecret& c) { return "store " + to_string(c.secret) + " in " + c.sink; },
          [](const ProveSecret& c) { return "log in with " + to_string(c.secret); },
          [](const RetireSecret& c) { return "delete secret " + c.id; },
      },
      call);
}

}  // namespace dgctl::engine
