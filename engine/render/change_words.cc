#include "engine/render/change_words.h"

#include "engine/model/overloaded.h"
#include "engine/render/shown.h"

namespace dgctl::engine {

std::string symbol_of(const Change& change) {
  return std::visit(Overloaded{
                        [](const NoOp&) { return ""; },
                        [](const Record&) { return ""; },
                        [](const Create&) { return "+"; },
                        [](const Update&) { return "~"; },
                        [](const Replace&) { return "-/+"; },
                        [](const Adopt&) { return "<="; },
                        [](const Move&) { return ""; },
                        [](const Delete&) { return "-"; },
                        [](const Forget&) { return "."; },
                    },
                    change);
}

std::string mover_text(Mover mover, const std::string& last_applied) {
  const std::string since = last_applied.empty() ? std::string() : " (" + last_applied + ")";
  switch (mover) {
    case Mover::Configuration:
      return "moved in the configuration";
    case Mover::Workspace:
      return "moved in the workspace since the last apply" + since;
    case Mover::Both:
      return "moved in the configuration and in the workspace since the last apply" + since;
    case Mover::CannotTell:
      return "differs (nothing recorded)";
  }
  return {};
}

std::string shown_members(const FieldChange& field) {
  std::string text;
  const auto side = [&](const std::optional<Value>& members, const char* sign) {
    if (!members || members->list() == nullptr) return;
    for (const Value& member : *members->list()) {
      text += (text.empty() ? "" : ", ") + std::string(sign) + " " + shown(&member);
    }
  };
  side(field.desired, "+");
  side(field.live, "-");
  return text;
}

}  // namespace dgctl::engine
