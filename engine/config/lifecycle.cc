#include "engine/config/lifecycle.h"

#include <algorithm>
#include <chrono>

#include "engine/model/article.h"

namespace dgctl::engine {
namespace {

/// Whether a text is a day of the calendar, as "2027-01-31".
bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t at, std::size_t length) {
    const std::string digits = text.substr(at, length);
    const bool fits = digits.find_first_not_of("0123456789") == std::string::npos;
    return fits ? std::stoi(digits) : -1;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return false;
  return std::chrono::year_month_day(std::chrono::year(year),
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

std::optional<std::string> read_field_name(Section& keys,
                                           const Place& place,
                                           const Descriptor& descriptor,
                                           Findings& findings) {
  const YamlNode* node = keys.require("field", place);
  auto text = node == nullptr ? std::nullopt : read_text(*node, "'field'", findings);
  if (!text) return std::nullopt;
  const std::vector<std::string> names = changeable_fields(descriptor);
  if (std::find(names.begin(), names.end(), *text) != names.end()) return text;
  std::string hint = findings.did_you_mean(*text, names);
  if (hint.empty()) hint = "; it has " + enumerated(names);
  findings.error(
      node->place,
      with_article(descriptor.kind) + " has no field '" + *text + "' that can change" + hint);
  return std::nullopt;
}

std::optional<IgnoredChange> read_ignored(const YamlNode& node,
                                          const Descriptor& descriptor,
                                          Findings& findings) {
  Section keys(&node, "an entry of 'ignore_changes'", findings);
  IgnoredChange ignored;
  const auto field = read_field_name(keys, node.place, descriptor, findings);
  keys.require("because", node.place);
  if (auto because = keys.text("because")) {
    ignored.because = std::move(*because);
    if (ignored.because.empty()) {
      findings.error(keys.place_of("because"),
                     "'because' is empty; say why the change is accepted");
    }
  }
  if (auto until = keys.text("until")) {
    ignored.until = std::move(*until);
    if (!is_date(ignored.until)) {
      findings.error(keys.place_of("until"),
                     "'until' must be a date such as 2027-01-31, not " + in_quotes(ignored.until));
    }
  }
  keys.finish("lifecycle.ignore_changes");
  if (!field) return std::nullopt;
  ignored.field = *field;
  return ignored;
}

}  // namespace

std::vector<std::string> changeable_fields(const Descriptor& descriptor) {
  std::vector<std::string> names;
  for (const Field& field : descriptor.fields) {
    if (!field.is_name && field.written != Written::Never) names.push_back(field.name);
  }
  return names;
}

Lifecycle read_lifecycle(Section& keys, const Descriptor& descriptor, Findings& findings) {
  Lifecycle lifecycle;
  Section own(keys.get("lifecycle"), "'lifecycle'", findings);
  lifecycle.prevent_destroy = own.flag("prevent_destroy");
  const YamlNode* list = own.get("ignore_changes");
  own.finish("lifecycle");
  if (list == nullptr || !expect_list(*list, "'ignore_changes'", findings)) return lifecycle;
  for (const YamlNode* item : list->items) {
    auto ignored = read_ignored(*item, descriptor, findings);
    if (!ignored) continue;
    const auto same = [&](const IgnoredChange& other) { return other.field == ignored->field; };
    if (std::any_of(lifecycle.ignore_changes.begin(), lifecycle.ignore_changes.end(), same)) {
      findings.error(item->place, in_quotes(ignored->field) + " stands in 'ignore_changes' twice");
      continue;
    }
    lifecycle.ignore_changes.push_back(std::move(*ignored));
  }
  std::sort(lifecycle.ignore_changes.begin(),
            lifecycle.ignore_changes.end(),
            [](const IgnoredChange& a, const IgnoredChange& b) { return a.field < b.field; });
  return lifecycle;
}

std::vector<WrittenNeed> read_needs(Section& keys, Findings& findings) {
  std::vector<WrittenNeed> needs;
  const YamlNode* list = keys.get("needs");
  if (list == nullptr || !expect_list(*list, "'needs'", findings)) return needs;
  for (const YamlNode* item : list->items) {
    const auto text = read_text(*item, "an entry of 'needs'", findings);
    if (!text) continue;
    if (auto address = parse_address(*text)) {
      needs.push_back({std::move(*address), item->place});
    } else {
      findings.error(
          item->place,
          in_quotes(*text) + " is no address of a resource; write one such as catalog.main");
    }
  }
  return needs;
}

}  // namespace dgctl::engine
