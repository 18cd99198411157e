"""What skills and pages share of questions to the speakers: order, alikeness, who may up-vote."""
