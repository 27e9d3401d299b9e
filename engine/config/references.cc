#include "engine/config/references.h"

#include <algorithm>
#include <memory>

#include "engine/config/names.h"
#include "engine/config/section.h"
#include "engine/config/weight.h"
#include "engine/config/yaml_text.h"
#include "engine/model/host.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kMaxDepth = 64;  // each level is a call within a call
constexpr std::size_t kBytesOfValue = 40;

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

/// The length of what stands before the brace that closes a reference, or npos. A key may be
/// quoted, and hold a brace.
std::size_t find_brace(std::string_view text) {
  bool is_quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_quoted && text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      is_quoted = !is_quoted;
    } else if (text[at] == '}' && !is_quoted) {
      return at;
    }
  }
  return std::string_view::npos;
}

/// How a message names a reference.
std::string shown(const std::string& reference) { return in_quotes("${" + reference + "}"); }

YamlNode text_node(std::string text) {
  YamlNode node;
  node.type = YamlType::Scalar;
  node.text = std::move(text);
  return node;
}

void append(KnownAfter& value, std::string text) {
  if (text.empty()) return;
  auto* last = value.parts.empty() ? nullptr : std::get_if<std::string>(&value.parts.back());
  if (last != nullptr) {
    *last += text;
  } else {
    value.parts.emplace_back(std::move(text));
  }
}

void append(KnownAfter& value, const KnownAfter& more) {
  for (const auto& part : more.parts) {
    if (const auto* text = std::get_if<std::string>(&part)) {
      append(value, *text);
    } else {
      value.parts.push_back(part);
    }
  }
}

}  // namespace

References::References(const Declarations& declarations,
                       Variables& variables,
                       std::string target,
                       YamlNode* host,
                       Findings& findings)
    : declarations_(declarations),
      variables_(variables),
      target_(std::move(target)),
      host_(host),
      findings_(findings) {}

void References::fail(const YamlNode& node, std::string message) {
  findings_.error(node.place, std::move(message));
}

void References::resolve(YamlNode& node) {
  if (node.references == YamlNode::Progress::Done) return;
  if (node.references == YamlNode::Progress::Begun) {
    // Aliases never make a circle, so a reference has led back here.
    std::string circle;
    for (const std::string& step : followed_) circle += (circle.empty() ? "" : " -> ") + step;
    fail(node, "references lead back to where they began: " + circle);
    node.is_broken = true;
    return;
  }
  node.references = YamlNode::Progress::Begun;
  if (node.type == YamlType::Scalar) resolve_scalar(node);
  for (YamlNode* item : node.items) resolve(*item);
  for (const YamlMember& member : node.members) {
    if (member.key.find("${") != std::string::npos) {
      findings_.error(member.place, "a key holds no references; write the key itself");
    }
    resolve(*member.value);
  }
  node.references = YamlNode::Progress::Done;
}

void References::resolve_scalar(YamlNode& node) {
  if (node.text.find("${") == std::string::npos) return;
  const std::size_t reached_before = std::exchange(reached_, 0);
  const auto pieces = take_apart(node);
  if (!pieces) {
    node.is_broken = true;
  } else if (pieces->size() == 1 && std::holds_alternative<Reference>(pieces->front())) {
    auto found = find(std::get<Reference>(pieces->front()), node);
    if (found) {
      replace(node, std::move(*found));
    } else {
      node.is_broken = true;
    }
  } else {
    join(node, *pieces);
  }
  depth_[&node] = reached_;
  reached_ = std::max(reached_, reached_before);
}

std::optional<References::Pieces> References::take_apart(const YamlNode& node) {
  Pieces pieces;
  std::string text;
  for (std::string_view rest = node.text; !rest.empty();) {
    if (rest.starts_with("$${")) {
      text += "${";
      rest.remove_prefix(3);
    } else if (rest.starts_with("${")) {
      rest.remove_prefix(2);
      const std::size_t length = find_brace(rest);
      if (length == std::string_view::npos) {
        fail(node, "nothing closes the '${' here; add '}', or write '$${' for the text '${'");
        return std::nullopt;
      }
      Reference reference{trimmed(rest.substr(0, length)), {}, {}};
      const std::size_t dot = std::min(reference.text.find('.'), reference.text.size());
      reference.space = reference.text.substr(0, dot);
      reference.rest = reference.text.substr(std::min(dot + 1, reference.text.size()));
      if (!text.empty()) pieces.emplace_back(std::exchange(text, {}));
      pieces.emplace_back(std::move(reference));
      rest.remove_prefix(length + 1);
    } else {
      const std::size_t next = std::min(rest.find('$', 1), rest.size());
      text += rest.substr(0, next);
      rest.remove_prefix(next);
    }
  }
  if (!text.empty()) pieces.emplace_back(std::move(text));
  return pieces;
}

std::optional<YamlNode> References::find(const Reference& reference, const YamlNode& from) {
  if (reference.text == "target") return text_node(target_);
  if (reference.text == "workspace.host") return find_host(reference, from);
  if (reference.space == "var") return find_variable(reference, from);
  if (reference.space == "resources") return find_attribute(reference, from);
  const std::string start = shown(reference.text) + " ";
  if (reference.space == "env") {
    fail(from,
         start + "cannot be read; declare a variable, and give it as DGCTL_VAR_" +
             (reference.rest.empty() ? "name" : reference.rest));
  } else {
    fail(from,
         start +
             "refers to nothing; write ${var.NAME}, ${target}, ${workspace.host} or "
             "${resources.PLURAL.KEY.FIELD}, or '$${' for the text '${'");
  }
  return std::nullopt;
}

std::optional<YamlNode> References::find_variable(const Reference& reference,
                                                  const YamlNode& from) {
  if (!variables_.is_declared(reference.rest)) {
    if (variables_.is_complete()) {
      fail(from,
           "no variable " + in_quotes(reference.rest) + " is declared" +
               findings_.did_you_mean(reference.rest, variables_.names()));
    }
    return std::nullopt;
  }
  YamlNode* value = variables_.value(reference.rest);
  if (value == nullptr) return std::nullopt;  // that it has none is reported at its declaration
  auto found = follow(*value, reference, from);
  if (!found) return std::nullopt;
  variables_.check(reference.rest);
  return value->is_broken ? std::nullopt : std::optional(*value);
}

std::optional<YamlNode> References::find_host(const Reference& reference, const YamlNode& from) {
  if (host_ == nullptr) {
    fail(from,
         "workspace.host is not set, so that '${workspace.host}' is known to the profile only; "
         "write host beside it");
    return std::nullopt;
  }
  auto found = follow(*host_, reference, from);
  if (!found || found->type != YamlType::Scalar) return std::nullopt;
  auto host = clean_host(found->text);
  if (auto* clean = std::get_if<CleanHost>(&host)) return text_node(std::move(clean->url));
  return std::nullopt;  // what is wrong with it is reported there
}

std::optional<YamlNode> References::find_attribute(const Reference& reference,
                                                   const YamlNode& from) {
  const std::string& path = reference.rest;
  const std::size_t first = path.find('.');
  const std::size_t last = path.rfind('.');
  if (first == std::string::npos || last <= first + 1 || last + 1 == path.size()) {
    fail(
        from,
        shown(reference.text) + " is no reference to a field; write ${resources.PLURAL.KEY.FIELD}");
    return std::nullopt;
  }
  const std::string field = path.substr(last + 1);
  const auto finding = declarations_.find(
      path.substr(0, first), key_of_address(path.substr(first + 1, last - first - 1)), field);
  if (const auto* none = std::get_if<Declarations::NoAttribute>(&finding)) {
    if (!none->why.empty()) fail(from, none->why);
    return std::nullopt;
  }
  const auto& attribute = std::get<Declarations::Attribute>(finding);
  if (attribute.node == nullptr) {
    YamlNode later = text_node({});
    later.referred = std::make_shared<YamlReferred>(
        YamlReferred{KnownAfter{{AttributeRef{attribute.of, field}}}, {attribute.of}});
    return later;
  }
  auto found = follow(*attribute.node, reference, from);
  if (!found) return std::nullopt;
  const KnownAfter* later = found->later();
  found->referred = std::make_shared<YamlReferred>(
      YamlReferred{later == nullptr ? std::nullopt : std::optional(*later), {attribute.of}});
  // As it is compared: in lower case, also where another spelling was written.
  if (attribute.field->is_name) found->text = normal_name_part(found->text);
  if (attribute.field->is_id) found->text = canonical_principal(found->text);
  return found;
}

std::optional<YamlNode> References::follow(YamlNode& to,
                                           const Reference& reference,
                                           const YamlNode& from) {
  if (followed_.size() == kMaxDepth) {
    fail(from, "references are followed 64 deep here; refer to the value itself");
    return std::nullopt;
  }
  followed_.push_back(reference.text);
  resolve(to);
  followed_.pop_back();
  const auto known = depth_.find(&to);
  const std::size_t depth = 1 + (known == depth_.end() ? 0 : known->second);
  reached_ = std::max(reached_, depth);
  if (to.is_broken || to.type == YamlType::Empty) return std::nullopt;
  if (depth > kMaxDepth) {  // the same wherever following began
    fail(from, "references are followed 64 deep here; refer to the value itself");
    return std::nullopt;
  }
  return to;
}

bool References::charge(const YamlNode& node, std::size_t bytes) {
  const bool was_within = substituted_bytes_ <= kMaxFileBytes;
  substituted_bytes_ += bytes;
  if (substituted_bytes_ <= kMaxFileBytes) return true;
  if (was_within) fail(node, "references make the file larger than 4 MiB here; use fewer");
  return false;
}

void References::replace(YamlNode& node, YamlNode&& found) {
  const std::size_t values = found.items.size() + found.members.size();
  if (!charge(node, found.text.size() + values * kBytesOfValue)) {
    node.is_broken = true;
    return;
  }
  found.place = node.place;
  found.references = YamlNode::Progress::Begun;  // resolve() is about to finish with it
  node = std::move(found);
}

std::optional<YamlNode> References::find_scalar(const Reference& reference, const YamlNode& from) {
  auto found = find(reference, from);
  if (found && found->type != YamlType::Scalar) {
    fail(from,
         shown(reference.text) + " is " + described(*found) +
             ", which cannot stand inside a text; make it the whole value");
    return std::nullopt;
  }
  if (found && !charge(from, found->text.size())) return std::nullopt;
  return found;
}

void References::join(YamlNode& node, const Pieces& pieces) {
  KnownAfter joined;
  YamlReferred referred;
  for (const auto& piece : pieces) {
    if (const auto* text = std::get_if<std::string>(&piece)) {
      append(joined, *text);
    } else if (const auto found = find_scalar(std::get<Reference>(piece), node)) {
      collect_needs(*found, referred.needs);
      const KnownAfter* later = found->later();
      append(joined, later == nullptr ? KnownAfter{{found->text}} : *later);
    } else {
      node.is_broken = true;  // the others are looked at all the same
    }
  }
  const bool is_later = std::any_of(joined.parts.begin(), joined.parts.end(), [](const auto& part) {
    return std::holds_alternative<AttributeRef>(part);
  });
  node.is_plain = false;
  node.text = is_later || joined.parts.empty() ? "" : std::get<std::string>(joined.parts.front());
  if (is_later) referred.later = std::move(joined);
  node.referred = std::make_shared<YamlReferred>(std::move(referred));
}

}  // namespace dgctl::engine
