"""What a role asks for: certificates, visits, trainings."""
