#include "engine/render/doctor_json.h"

#include <algorithm>

#include "engine/model/utf8.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

constexpr int kDoctorFormat = 1;

/// JSON holds characters, and names of the workspace's are data.
List texts(const std::vector<std::string>& all) {
  List items;
  for (const std::string& text : all) items.emplace_back(well_formed(text));
  return items;
}

Value to_value(const Check& check) {
  List of;
  for (const Address& address : check.of) of.emplace_back(well_formed(to_string(address)));
  return Fields{{"blocks", check.blocks},
                {"finding", to_string(check.finding)},
                {"is_right", check.is_right},
                {"name", well_formed(check.name)},
                {"of", std::move(of)},
                {"sql", texts(check.sql)},
                {"steps", texts(check.steps)},
                {"text", well_formed(check.text)},
                {"topic", to_string(check.topic)},
                {"who", check.who}};
}

}  // namespace

std::string doctor_json(const Checkup& checkup) {
  List checks;
  for (const Check& check : checkup.checks) checks.push_back(to_value(check));
  const Verdict verdict = verdict_of(checkup);
  return to_printed_json(Fields{{"checks", std::move(checks)},
                                {"format_version", kDoctorFormat},
                                {"made_at", checkup.made_at},
                                {"made_by", checkup.made_by},
                                {"ready", verdict == Verdict::Ready},
                                {"requests_read", checkup.requests_read},
                                {"stack", checkup.stack},
                                {"target", checkup.target},
                                {"verdict", to_string(verdict)},
                                {"workspace", Fields{{"host", well_formed(checkup.host)}}}});
}

}  // namespace dgctl::engine
