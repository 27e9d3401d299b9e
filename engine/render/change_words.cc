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
