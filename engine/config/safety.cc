#include "engine/config/safety.h"

namespace dgctl::engine {
namespace {

constexpr std::int64_t kWhole = 100;

/// "30%". Nothing if it is no percentage.
std::optional<std::int64_t> percentage(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  const auto number = parse_number(text.substr(0, text.size() - 1));
  return number && *number >= 0 && *number <= kWhole ? number : std::nullopt;
}

void read_count(Section& keys, const char* name, std::int64_t& count, Findings& findings) {
  const auto number = keys.number(name);
  if (!number) return;
  if (*number < 0) {
    findings.error(keys.place_of(name),
                   "'" + std::string(name) + "' is how many are allowed: 0 or more");
    return;
  }
  count = *number;
}

void read_limit(Section& keys, const char* name, Limit& limit, Findings& findings) {
  const YamlNode* node = keys.get(name);
  if (node == nullptr) return;
  const std::string subject = "'" + std::string(name) + "'";
  if (node->type == YamlType::Scalar) {
    if (const auto percent = percentage(node->text)) {
      limit = {*percent, true};
      return;
    }
    const auto number = parse_number(node->text);
    if (number && *number >= 0) {
      limit = {*number, false};
      return;
    }
  }
  findings.error(node->place,
                 subject +
                     " is how many are allowed, such as 12, or which part of what is "
                     "recorded, from 0% to 100%, not " +
                     described(*node));
}

}  // namespace

Safety read_safety(const YamlNode* node, Findings& findings) {
  Safety safety;
  Section keys(node, "'safety'", findings);
  read_count(keys, "max_destroy", safety.max_destroy, findings);
  Section revoke(keys.get("max_revoke"), "'max_revoke'", findings);
  read_limit(revoke, "own", safety.max_revoke_own, findings);
  read_count(revoke, "others", safety.max_revoke_others, findings);
  revoke.finish("safety.max_revoke");
  keys.finish("safety");
  return safety;
}

std::string to_text(const Limit& limit) {
  return std::to_string(limit.number) + (limit.is_percent ? "%" : "");
}

}  // namespace dgctl::engine
